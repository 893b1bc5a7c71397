// What is shown, and when it is asked for anew. The selection is in the address, so that it can be kept and passed on.

import { events, json, saveCsv, token, Unauthorized } from './api.js'
import { noShowCard, tellTotals, utilizationCard } from './figures.js'
import { Changes, showCommands, showHours, showStandings, showUnmarked } from './lists.js'
import { find, make, say } from './page.js'
import { daysBetween, plusDays, today } from './words.js'

const DAYS_AHEAD = 7
const STANDINGS_EVERY = 5_000
const FIGURES_EVERY = 60_000
/** Figures follow a change within a second; asked at once, they would be those of before. */
const FIGURES_AFTER_CHANGE = 1_500
const RECONNECT_AFTER = 3_000

const locationSelect = find('#location')
const narrowSelect = find('#narrow')
const changes = new Changes()
let directory = []
let selection = new AbortController()
let figuresDue = null

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

async function loadFigures(signal) {
  const now = today(state.location.timeZone)
  const scope = state.scope
  const days = state.days
  const past = { ...range(), scope }
  const withAhead = { ...range(DAYS_AHEAD), scope }
  const whole = scope === 'location'
  const [noShows, utilization, allNoShows, allUtilization] = await Promise.all([
    json('no-shows', past, signal),
    json('utilization', withAhead, signal),
    whole ? null : json('no-shows', range(), signal),
    whole ? null : json('utilization', range(DAYS_AHEAD), signal),
  ])
  noShowCard.show(noShows.cells, daysBetween(past.from, past.to), now, scope)
  utilizationCard.show(utilization.cells, daysBetween(withAhead.from, withAhead.to), now, scope)
  tellTotals((allNoShows ?? noShows).cells, (allUtilization ?? utilization).cells, now, days)
  for (const note of document.querySelectorAll('.of-location')) note.hidden = !whole
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
}

// ---- when

/** Runs parts of the page side by side; one that fails says so in its card and does not stop the others. */
async function refresh(parts, signal) {
  const outcomes = await Promise.allSettled(parts.map((part) => part.load(signal)))
  if (signal.aborted) return
  const failures = outcomes.map((outcome) => outcome.reason).filter(Boolean)
  if (failures.some((failure) => failure instanceof Unauthorized)) return logIn()
  outcomes.forEach((outcome, index) => {
    if (outcome.reason) parts[index].cards.forEach((card) => say(find(card), failed(outcome.reason), 'error'))
  })
  banner(failures.length === 0 ? '' : `Not everything could be read: ${failed(failures[0])}. Trying again.`)
}

const failed = (reason) => (reason instanceof TypeError ? 'Almanac does not answer' : reason.message)

const FIGURES = [
  { load: loadFigures, cards: ['#no-shows', '#utilization'] },
  { load: loadHours, cards: ['#hours'] },
  { load: loadUnmarked, cards: ['#unmarked'] },
]
const STANDINGS = [{ load: loadStandings, cards: ['#commands', '#locations'] }]

function figuresSoon() {
  const signal = selection.signal
  figuresDue ??= setTimeout(() => {
    figuresDue = null
    if (!signal.aborted) refresh(FIGURES, signal)
  }, FIGURES_AFTER_CHANGE)
}

function every(pause, parts, signal) {
  const timer = setInterval(() => document.hidden || refresh(parts, signal), pause)
  signal.addEventListener('abort', () => clearInterval(timer))
}

async function followChanges(location, signal) {
  while (!signal.aborted) {
    try {
      for await (const event of events('changes/stream', { locationId: location.locationId }, signal)) {
        // The stream listens from `open` on, so that a list asked for now leaves no gap.
        if (event.name === 'open') {
          pulse('live')
          const list = await json('changes', { locationId: location.locationId }, signal)
          if (changes.add(list.changes)) figuresSoon()
        } else if (event.name === 'change') {
          changes.add([JSON.parse(event.data)])
          figuresSoon()
        }
      }
    } catch (failure) {
      if (signal.aborted) return
      if (failure instanceof Unauthorized) return logIn()
      if (find('#changes ol').childElementCount === 0) say(find('#changes'), failed(failure), 'error')
    }
    if (signal.aborted) return
    pulse('waiting')
    await new Promise((go) => setTimeout(go, RECONNECT_AFTER))
  }
}

// ---- what the person does

function select() {
  selection.abort()
  selection = new AbortController()
  clearTimeout(figuresDue)
  figuresDue = null
  const signal = selection.signal
  const location = state.location
  if (!location) return
  remember()
  find('#zone').textContent = `Days and hours of ${location.timeZone}`
  changes.begin(location.timeZone)
  for (const card of ['#no-shows', '#utilization', '#hours', '#unmarked', '#commands', '#locations']) {
    say(find(card), 'Loading…', 'loading')
  }
  refresh(FIGURES, signal)
  refresh(STANDINGS, signal)
  every(FIGURES_EVERY, FIGURES, signal)
  every(STANDINGS_EVERY, STANDINGS, signal)
  followChanges(location, signal)
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
  selection.abort()
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
narrowSelect.addEventListener('change', () => refresh([FIGURES[1]], selection.signal))
find('#filters').addEventListener('change', () => {
  remember()
  refresh(FIGURES, selection.signal)
})
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
