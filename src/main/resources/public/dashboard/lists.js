// The lists and tables below the charts.

import { fillTable, find, make, say, tile } from './page.js'
import { age, clock, moment, number, percent, plural, words } from './words.js'

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY']
/** Upper edges of the shades: a rate of 40 % or more is as dark as it gets. */
const SHADES = [0, 0.08, 0.16, 0.26, 0.4]
const OFFICE = [9, 17]
const MOST_CHANGES = 100

export function showHours(answer) {
  const card = find('#hours')
  const cells = new Map(answer.hours.map((hour) => [`${hour.weekday} ${hour.hour}`, hour]))
  const told = answer.hours.map((hour) => hour.hour)
  say(card, told.length === 0 ? 'No appointment in these days is over.' : shortened(answer))
  card.dataset.state = told.length === 0 ? 'empty' : 'filled'
  const first = Math.min(OFFICE[0], ...told)
  const last = Math.max(OFFICE[1], ...told)
  const columns = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const head = make('tr', {}, make('th', { scope: 'col' }, make('span', { className: 'sr' }, 'Weekday')),
    ...columns.map((hour) => make('th', { scope: 'col' }, String(hour).padStart(2, '0'))))
  const rows = WEEKDAYS.map((weekday) => make('tr', {},
    make('th', { scope: 'row' }, weekday[0] + weekday.slice(1, 3).toLowerCase()),
    ...columns.map((hour) => hourField(cells.get(`${weekday} ${hour}`)))))
  find('table', card).replaceChildren(
    make('caption', { className: 'sr' }, `No-shows by weekday and hour, ${answer.from} to ${answer.to}`),
    make('thead', {}, head), make('tbody', {}, ...rows))
}

const shortened = (answer) =>
  answer.completeFrom > answer.from ? `Complete from ${answer.completeFrom} on: older appointments are not kept for this picture.` : ''

function hourField(hour) {
  if (!hour) return make('td', {})
  const marked = hour.noShow + hour.showed
  const meaning = marked === 0
    ? `${plural(hour.unmarked, 'appointment')}, none marked`
    : `${hour.noShow} of ${marked} did not come, ${percent(hour.rate)}`
  const shade = hour.rate === null ? 'none' : `h${SHADES.findLastIndex((edge) => hour.rate > edge) + 1}`
  return make('td', { className: shade, title: meaning },
    make('span', { 'aria-hidden': 'true' }, marked === 0 ? '·' : String(hour.noShow)), make('span', { className: 'sr' }, meaning))
}

export function showUnmarked(answer) {
  const rows = answer.appointments
  say(find('#unmarked'), rows.length === 0 ? 'All that is over today is marked.' : '')
  fillTable(find('#unmarked table'), [
    { title: 'Time', text: (row) => `${clock(row.startTime, answer.timeZone)}–${clock(row.endTime, answer.timeZone)}` },
    { title: 'User', text: (row) => row.userId ?? 'nobody' },
    { title: 'Calendar', text: (row) => row.calendarId ?? '–' },
    { title: 'Contact', text: (row) => row.contactId ?? '–' },
    { title: 'Status', text: (row) => row.status },
    { title: 'Appointment', text: (row) => make('code', {}, row.id) },
  ], rows, `Unmarked appointments of ${answer.day}`)
  const more = answer.total > rows.length ? `, the first ${number(rows.length)} below` : ''
  const note = answer.total === 0 ? 'nothing that is over waits to be marked' : `over, but still new or confirmed${more}`
  tile('tile-unmarked', number(answer.total), note, answer.total > 0 ? 'attention' : '')
}

/** The changes of one location, newest first, each once. */
export class Changes {
  #card = find('#changes')
  #list = find('ol', find('#changes'))
  #zone = 'UTC'
  #known = new Map()
  #paused = false
  #held = 0

  constructor() {
    const pause = find('#pause')
    pause.addEventListener('click', () => {
      this.#paused = !this.#paused
      pause.setAttribute('aria-pressed', String(this.#paused))
      this.#draw()
    })
  }

  begin(zone) {
    this.#zone = zone
    this.#known.clear()
    this.#list.replaceChildren()
    say(this.#card, 'Loading…', 'loading')
  }

  add(changes) {
    const fresh = changes.filter((change) => !this.#known.has(key(change)))
    fresh.forEach((change) => this.#known.set(key(change), change))
    const kept = [...this.#known.values()].sort((a, b) => b.seenAt.localeCompare(a.seenAt)).slice(0, MOST_CHANGES)
    this.#known = new Map(kept.map((change) => [key(change), change]))
    this.#held = this.#paused ? this.#held + fresh.length : 0
    this.#draw()
  }

  #draw() {
    find('#pause').textContent = this.#paused ? (this.#held ? `Resume (${this.#held} new)` : 'Resume') : 'Pause'
    if (this.#paused) return
    this.#held = 0
    say(this.#card, this.#known.size === 0 ? 'No change in the last hours.' : '')
    this.#list.replaceChildren(...[...this.#known.values()].map((change) => this.#item(change)))
  }

  #item(change) {
    return make('li', { 'data-appointment': change.appointmentId, 'data-sequence': change.sequence },
      make('p', { className: 'line' },
        make('span', { className: `kind ${change.kind.toLowerCase()}` }, words(change.kind)),
        make('span', { className: 'what' }, this.#what(change)),
        make('time', { dateTime: change.seenAt, title: moment(change.seenAt, this.#zone) }, clock(change.seenAt, this.#zone))),
      make('p', { className: 'ids' },
        make('code', {}, change.appointmentId),
        ` ${[change.userId, change.calendarId, change.contactId].filter(Boolean).join(' · ')}`,
        change.commandId ? ` · by command ${change.commandId}` : ''))
  }

  #what(change) {
    switch (change.kind) {
      case 'RESCHEDULED':
        return `${moment(change.startTimeBefore, this.#zone)} → ${moment(change.startTime, this.#zone)}`
      case 'STATUS_CHANGED':
        return `${change.statusBefore} → ${change.status}, of ${moment(change.startTime, this.#zone)}`
      case 'SNAPSHOT':
      case 'APPEARED':
      case 'REMOVED':
        return `${change.status ?? ''} ${moment(change.startTime, this.#zone)}`
      default:
        return `${change.changedFields.filter((field) => field !== 'dateUpdated').join(', ')}, of ${moment(change.startTime, this.#zone)}`
    }
  }
}

const key = (change) => `${change.appointmentId} ${change.sequence}`

export function showCommands(answer, zone) {
  const rows = [...answer.unresolved, ...answer.rejected]
  say(find('#commands'), rows.length === 0 ? 'None in the last hours.' : '')
  fillTable(find('#commands table'), [
    { title: 'Outcome', text: (row) => make('span', { className: `kind ${row.outcome.toLowerCase()}` }, words(row.outcome)) },
    { title: 'When', text: (row) => make('time', { dateTime: row.finishedAt, title: moment(row.finishedAt, zone) }, clock(row.finishedAt, zone)) },
    { title: 'Command', text: (row) => make('code', {}, row.commandId) },
    { title: 'Why', kind: 'prose', text: (row) => `${words(row.reason)}${row.message ? `: ${row.message}` : ''}` },
    { title: 'Appointment', text: (row) => row.appointmentId ? make('code', {}, row.appointmentId) : '–' },
  ], rows, 'Commands that did not succeed')
}

export function showStandings(standings, locationId, commands) {
  say(find('#locations'), standings.length === 0 ? 'This process works for no location.' : '')
  fillTable(find('#standings'), [
    { title: 'Location', text: (row) => row.locationId },
    { title: 'State', text: (row) => make('span', { className: `kind ${row.state === 'SERVED' ? 'good' : 'trouble'}` }, words(row.state) + (row.until ? ` for ${untilIn(row.until)}` : '') + (row.denied.length > 0 ? `, may not ${row.denied.map(words).join(', ').toLowerCase()}` : '')) },
    { title: 'In flight', number: true, text: (row) => number(row.waiting) },
    { title: 'In doubt', number: true, text: (row) => number(row.inDoubt) },
    { title: 'Near', number: true, text: (row) => age(row.nearSeenAt) },
    { title: 'Far', number: true, text: (row) => age(row.farSeenAt) },
    { title: 'At once', number: true, text: (row) => number(row.requestsLeft) },
    { title: 'Left of the day', text: (row) => budget(row) },
  ], standings, 'How the work for each location stands')

  const one = standings.find((row) => row.locationId === locationId)
  const failed = `${number(commands.rejected.length)} rejected and ${number(commands.unresolved.length)} unresolved lately`
  if (!one) {
    tile('tile-commands', '–', `another process works for it; ${failed}`)
    tile('tile-fresh', '–', 'another process knows')
    return
  }
  const attention = one.inDoubt > 0 ? 'attention' : commands.unresolved.length > 0 ? 'notice' : ''
  tile('tile-commands', number(one.waiting), `${number(one.inDoubt)} in doubt; ${failed}`, attention)
  const day = one.dayLimit === null ? '' : `; ${number(one.dayLeft)} of ${number(one.dayLimit)} requests left today`
  tile('tile-fresh', age(one.nearSeenAt), `near windows; far ${age(one.farSeenAt)}${day}`, one.state === 'SERVED' ? '' : 'attention')
}

/** @param answer null: another process knows */
export function showWindows(answer) {
  const details = find('#windows')
  details.hidden = answer === null
  if (answer === null) return
  find('.of', details).textContent = answer.locationId
  const rows = Map.groupBy(answer.windows, (window) => `${window.kind} ${window.id} ${window.content}`)
  const seen = (row, reach) => row.find((window) => window.reach === reach)
  const every = (row, reach) => seen(row, reach) ? `${age(seen(row, reach).seenAt)}, every ${seconds(seen(row, reach))}` : '–'
  fillTable(find('table', details), [
    { title: 'Of', text: (row) => row[0].id },
    { title: 'Kind', text: (row) => row[0].kind },
    { title: 'What', text: (row) => words(row[0].content) },
    { title: 'Near', number: true, text: (row) => every(row, 'near') },
    { title: 'Far', number: true, text: (row) => every(row, 'far') },
  ], [...rows.values()], `How long ago each window of ${answer.locationId} was fetched`)
}

const seconds = (window) => age(new Date(Date.now() - window.intervalSeconds * 1000).toISOString())

const untilIn = (instant) => `${Math.max(0, Math.round((Date.parse(instant) - Date.now()) / 1000))} s`

function budget(row) {
  if (row.dayLimit === null) return 'not told yet'
  return make('span', { className: 'budget' },
    make('progress', { className: row.dayLeft < row.dayLimit / 10 ? 'bar low' : 'bar', max: row.dayLimit, value: row.dayLeft, 'aria-hidden': 'true' }),
    ` ${number(row.dayLeft)} of ${number(row.dayLimit)}`)
}
