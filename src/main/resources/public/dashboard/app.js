// What is shown, and when it is asked for anew. The selection is in the address, so that it can be kept and passed on.

import { events, json, Refused, saveCsv, token, Unauthorized } from './api.js'
import { noShowCard, tellTotals, utilizationCard } from './figures.js'
import { Changes, showCommands, showHours, showStandings, showUnmarked, showWindows } from './lists.js'
import { find, make, say, tile } from './page.js'
import { daysBetween, plusDays, today } from './words.js'

const DAYS_AHEAD = 7
const STANDINGS_EVERY = 5_000
const FIGURES_EVERY = 60_000
/** Figures follow a change within a second; asked at once, they would be those of before. */
const FIGURES_AFTER_CHANGE = 1_500
/** A busy location changes all the time; its figures are asked for no more often than this. */
const FIGURES_APART = 5_000
const RETRY_AFTER = 5_000
const RECONNECT_AFTER = 3_000
/** The stream ticks every 15 seconds; one that has been silent for longer than two of them is dead. */
const SILENCE = 35_000

const locationSelect = find('#location')
const narrowSelect = find('#narrow')
const changes = new Changes()
let directory = []
let selection = new AbortController()

const state = {
  get location() {
    return directory.find((one) => one.locationId === locationSelect.value)
  },
  get days() {
    return Number(find('input[name=days]:checked').value)
  },
  get scope() {
    return find('input[name=scope]:checked').value
  },
}

// ---- what is asked for

function range(ahead = 0) {
  const to = today(state.location.timeZone)
  return { locationId: state.location.locationId, from: plusDays(to, 1 - state.days), to: plusDays(to, ahead) }
}

function narrowed() {
  const [scope, id] = narrowSelect.value.split(/:(.*)/s)
  return id ? { ...range(), scope, id } : range()
}

const wholes = new WeakMap()

/** The cells of the location itself, which more than one part needs: asked for once by those that are loaded together. */
function ofLocation(path, ahead, signal) {
  const asked = wholes.get(signal) ?? new Map()
  wholes.set(signal, asked)
  if (!asked.has(path)) asked.set(path, json(path, range(ahead), signal))
  return asked.get(path)
}

/** @param ahead how many days after today are shown */
function loadCard(card, path, ahead) {
  return async (signal) => {
    const now = today(state.location.timeZone)
    const scope = state.scope
    const { from, to } = range(ahead)
    const whole = scope === 'location'
    try {
      const answer = await (whole ? ofLocation(path, ahead, signal) : json(path, { ...range(ahead), scope }, signal))
      card.show(answer.cells, daysBetween(from, to), now, scope)
      for (const note of document.querySelectorAll('.of-location')) note.hidden = !whole
    } catch (failure) {
      if (whole || !(failure instanceof Refused)) throw failure
      card.refuse(`This is too much for one picture; choose fewer days. (${failure.message})`)
    }
  }
}

async function loadTotals(signal) {
  const now = today(state.location.timeZone)
  const days = state.days
  const [noShows, utilization] = await Promise.all([
    ofLocation('no-shows', 0, signal), ofLocation('utilization', DAYS_AHEAD, signal),
  ])
  tellTotals(noShows.cells, utilization.cells, now, days)
}

const loadHours = async (signal) => showHours(await json('no-shows/by-hour', narrowed(), signal))

const loadUnmarked = async (signal) =>
  showUnmarked(await json('appointments/unmarked', { locationId: state.location.locationId }, signal))

async function loadStandings(signal) {
  const location = state.location
  const [standings, commands] = await Promise.all([
    json('locations', {}, signal),
    json('commands', { locationId: location.locationId, limit: 20 }, signal),
  ])
  showCommands(commands, location.timeZone)
  showStandings(standings.locations, location.locationId, commands)
  const known = standings.locations.some((one) => one.locationId === location.locationId)
  showWindows(known ? await json(`locations/${encodeURIComponent(location.locationId)}/windows`, {}, signal) : null)
}

// ---- when

/** Parts of the page that are asked for together, side by side. One that fails says so in its card and does not stop the others. */
class Group {
  #parts
  #under = null
  #again = false
  #due = null
  #wanted = 0
  #begun = 0
  trouble = ''

  /** @param parts each { load: signal => promise, cards: where it is shown } */
  constructor(parts) {
    this.#parts = parts
  }

  /** Asks anew at once: what was asked for is not wanted any more. */
  restart() {
    this.stop()
    this.#run()
  }

  /** Asks anew, after what is being asked for has come. */
  refresh() {
    if (document.hidden || find('#login').open) return
    if (this.#under) this.#again = true
    else this.#run()
  }

  /** Asks anew in a while. What comes just before that is due is not in its answer yet, and then it is asked once more. */
  refreshIn(pause) {
    this.#wanted = Math.max(this.#wanted, Date.now() + pause)
    if (this.#due === null) this.#wait()
  }

  #wait() {
    const wait = Math.max(this.#wanted, this.#begun + FIGURES_APART) - Date.now()
    this.#due = setTimeout(() => {
      this.#due = null
      const tooEarly = Date.now() < this.#wanted
      this.refresh()
      if (tooEarly) this.#wait()
    }, wait)
  }

  stop() {
    this.#under?.abort()
    this.#under = null
    this.#again = false
    clearTimeout(this.#due)
    this.#due = null
    this.#wanted = 0
  }

  async #run() {
    const under = new AbortController()
    const signal = AbortSignal.any([under.signal, selection.signal])
    this.#under = under
    this.#begun = Date.now()
    const outcomes = await Promise.allSettled(this.#parts.map((part) => part.load(signal)))
    if (signal.aborted) return
    this.#under = null
    const failures = outcomes.map((outcome) => outcome.reason).filter(Boolean)
    if (failures.some((failure) => failure instanceof Unauthorized)) return logIn()
    outcomes.forEach((outcome, index) => {
      if (outcome.reason) this.#parts[index].cards.forEach((card) => sayFailed(find(card), outcome.reason))
    })
    this.trouble = failures.length === 0 ? '' : failed(failures[0])
    tellTrouble()
    if (failures.length > 0) this.refreshIn(RETRY_AFTER)
    if (this.#again) {
      this.#again = false
      this.#run()
    }
  }
}

const figures = new Group([
  { load: loadTotals, cards: [] },
  { load: loadCard(noShowCard, 'no-shows', 0), cards: ['#no-shows'] },
  { load: loadCard(utilizationCard, 'utilization', DAYS_AHEAD), cards: ['#utilization'] },
  { load: loadHours, cards: ['#hours'] },
  { load: loadUnmarked, cards: ['#unmarked'] },
])
const standings = new Group([{ load: loadStandings, cards: ['#commands', '#locations'] }])
const groups = [figures, standings]

const failed = (reason) => (reason instanceof TypeError || reason.name === 'TimeoutError' ? 'Almanac does not answer' : reason.message)

function sayFailed(card, reason) {
  const shown = ['filled', 'stale'].includes(card.dataset.state)
  say(card, shown ? `${failed(reason)}; this is what was known last.` : `${failed(reason)}.`, shown ? 'stale' : 'error')
}

function tellTrouble() {
  const trouble = groups.map((group) => group.trouble).find(Boolean)
  banner(trouble ? `Not everything could be read: ${trouble}. Trying again.` : '')
}

async function followChanges(location, signal) {
  for (let first = true; !signal.aborted; first = false) {
    const stream = new AbortController()
    let silence = null
    const heard = () => {
      clearTimeout(silence)
      silence = setTimeout(() => stream.abort(), SILENCE)
    }
    try {
      const both = AbortSignal.any([signal, stream.signal])
      heard()
      for await (const event of events('changes/stream', { locationId: location.locationId }, both)) {
        heard()
        // The stream listens from `open` on, so that a list asked for now leaves no gap.
        if (event.name === 'open') {
          pulse('live')
          const list = await json('changes', { locationId: location.locationId }, both)
          changes.add(list.changes)
          if (!first) figures.refreshIn(0)
        } else if (event.name === 'change') {
          changes.add([JSON.parse(event.data)])
          figures.refreshIn(FIGURES_AFTER_CHANGE)
        }
      }
    } catch (failure) {
      if (signal.aborted) return
      if (failure instanceof Unauthorized) return logIn()
      if (!stream.signal.aborted) sayFailed(find('#changes'), failure)
    } finally {
      clearTimeout(silence)
    }
    if (signal.aborted) return
    pulse('waiting')
    await new Promise((go) => setTimeout(go, RECONNECT_AFTER))
  }
}

// ---- what the person does

function select() {
  leave()
  const location = state.location
  if (!location) return
  remember()
  find('#zone').textContent = `Days and hours of ${location.timeZone}`
  changes.begin(location.timeZone)
  for (const card of ['#no-shows', '#utilization', '#hours', '#unmarked', '#commands', '#locations']) {
    say(find(card), 'Loading…', 'loading')
  }
  // Figures of another location must not stand below the name of this one.
  for (const one of document.querySelectorAll('.tile')) tile(one.id, '–', '')
  groups.forEach((group) => group.restart())
  followChanges(location, selection.signal)
}

/** Ends whatever is under way for the location that was shown. */
function leave() {
  selection.abort()
  selection = new AbortController()
  groups.forEach((group) => group.stop())
}

function fillNarrow() {
  const group = (label, scope, ids) => make('optgroup', { label },
    ...ids.map((id) => make('option', { value: `${scope}:${id}` }, id)))
  narrowSelect.replaceChildren(
    make('option', { value: 'location' }, 'everybody'),
    group('Calendar', 'calendar', state.location?.calendars ?? []),
    group('User', 'user', state.location?.users ?? []))
}

function remember() {
  history.replaceState(null, '', `#${new URLSearchParams({ location: locationSelect.value, days: state.days, show: state.scope })}`)
}

function recall() {
  const kept = new URLSearchParams(location.hash.slice(1))
  const choose = (name, value) => {
    const input = [...document.querySelectorAll(`input[name=${name}]`)].find((one) => one.value === value)
    if (input) input.checked = true
  }
  choose('days', kept.get('days'))
  choose('scope', kept.get('show'))
  if (directory.some((one) => one.locationId === kept.get('location'))) locationSelect.value = kept.get('location')
}

function banner(text) {
  const element = find('#banner')
  element.textContent = text
  element.hidden = text === ''
}

function pulse(kind) {
  const element = find('#pulse')
  element.dataset.state = kind
  element.textContent = kind === 'live' ? 'live' : 'connecting'
}

function logIn() {
  leave()
  pulse('waiting')
  const dialog = find('#login')
  if (dialog.open) return
  find('.wrong', dialog).hidden = token.get() === null
  token.forget()
  find('#token').value = ''
  dialog.showModal()
}

function offerCsv(card, path, parameters) {
  find('.csv', find(card)).addEventListener('click', () =>
    saveCsv(path, parameters()).catch((failure) => (failure instanceof Unauthorized ? logIn() : banner(failed(failure)))))
}

// ---- the start

async function start() {
  try {
    directory = (await json('directory')).locations
    banner('')
  } catch (failure) {
    if (failure instanceof Unauthorized) return logIn()
    banner(`${failed(failure)}. Trying again.`)
    return void setTimeout(start, RECONNECT_AFTER)
  }
  find('#forget').hidden = token.get() === null
  // A link sends no token.
  find('#metrics').hidden = token.get() !== null
  locationSelect.replaceChildren(...directory.map((one) => make('option', { value: one.locationId }, one.locationId)))
  locationSelect.disabled = directory.length === 0
  if (directory.length === 0) {
    banner('No location is configured yet. Looking again in a moment.')
    return void setTimeout(start, RECONNECT_AFTER)
  }
  recall()
  fillNarrow()
  select()
}

locationSelect.addEventListener('change', () => {
  fillNarrow()
  select()
})
narrowSelect.addEventListener('change', () => figures.restart())
find('#filters').addEventListener('change', () => {
  remember()
  figures.restart()
})
/** Another bookmark in the same tab. What the page itself writes into the address is not told here. */
window.addEventListener('hashchange', () => {
  if (!state.location || find('#login').open) return
  if (!new URLSearchParams(window.location.hash.slice(1)).has('location')) return remember() // the link to the figures
  recall()
  fillNarrow()
  select()
})
document.addEventListener('visibilitychange', () => state.location && groups.forEach((group) => group.refresh()))
setInterval(() => state.location && figures.refresh(), FIGURES_EVERY)
setInterval(() => state.location && standings.refresh(), STANDINGS_EVERY)
find('#filters').addEventListener('submit', (event) => event.preventDefault())
find('#forget').addEventListener('click', () => {
  token.forget()
  window.location.reload()
})
find('#login').addEventListener('cancel', (event) => event.preventDefault())
find('#login form').addEventListener('submit', () => {
  token.keep(find('#token').value.trim())
  start()
})
offerCsv('#no-shows', 'no-shows', () => ({ ...range(), scope: state.scope }))
offerCsv('#utilization', 'utilization', () => ({ ...range(DAYS_AHEAD), scope: state.scope }))
offerCsv('#hours', 'no-shows/by-hour', narrowed)
offerCsv('#unmarked', 'appointments/unmarked', () => ({ locationId: state.location.locationId }))

start()
