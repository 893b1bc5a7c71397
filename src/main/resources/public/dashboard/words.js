// Figures, times and names as text. Days are dates without a time; times are told on the location's wall clock.

const LOCALE = 'en-GB'
const NOTHING = '–'

export const percent = (ratio) =>
  ratio === null || ratio === undefined ? NOTHING : `${(ratio * 100).toFixed(1)} %`

export const number = (count) => (count === null || count === undefined ? NOTHING : count.toLocaleString(LOCALE))

export const hours = (minutes) =>
  minutes === null || minutes === undefined ? NOTHING : `${(minutes / 60).toFixed(1)} h`

export const plural = (count, one, many = `${one}s`) => `${number(count)} ${count === 1 ? one : many}`

/** "4 s", "3 min", "2 h", "5 d" since a moment. */
export function age(instant, now = Date.now()) {
  if (!instant) return 'not yet'
  const seconds = Math.max(0, Math.round((now - Date.parse(instant)) / 1000))
  if (seconds < 120) return `${seconds} s`
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`
}

export const words = (constant) => constant.toLowerCase().replaceAll('_', ' ')

const WEEKDAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** "26 Nov"; spelled out here, because browsers do not agree on it. */
export function shortDay(day) {
  const date = new Date(`${day}T00:00:00Z`)
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`
}

export const dayName = (day) => `${WEEKDAYS[new Date(`${day}T00:00:00Z`).getUTCDay()]} ${shortDay(day)}`

export const clock = (instant, timeZone) =>
  instant ? new Date(instant).toLocaleTimeString(LOCALE, { timeZone, hour: '2-digit', minute: '2-digit' }) : NOTHING

export const moment = (instant, timeZone) =>
  instant
    ? new Date(instant).toLocaleString(LOCALE, {
        timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit',
      })
    : NOTHING

/** Today in a time zone, as yyyy-mm-dd. */
export const today = (timeZone) => new Date().toLocaleDateString('sv-SE', { timeZone })

export function plusDays(day, days) {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

export function daysBetween(from, to) {
  const days = []
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day)
  return days
}
