// The two charts over time, with their legends and tables.

import { DayChart, MOST_SERIES, seriesColour } from './chart.js'
import { fillTable, find, make, say, tile } from './page.js'
import { dayName, hours, number, percent } from './words.js'

const sum = (cells, value) => cells.reduce((total, cell) => total + value(cell), 0)
const ratio = (part, whole) => (whole === 0 ? null : part / whole)

/** No-shows among the marked, and what the rate can be whatever becomes of the unmarked; the bounds are one where none is. */
function noShowsOf(cells) {
  const missed = sum(cells, (cell) => cell.noShow)
  const marked = missed + sum(cells, (cell) => cell.showed)
  const unmarked = sum(cells, (cell) => cell.unmarked)
  return { missed, marked, unmarked, lower: ratio(missed, marked + unmarked), upper: ratio(missed + unmarked, marked + unmarked) }
}

function boundsOf(cells) {
  const { unmarked, lower, upper } = noShowsOf(cells)
  return unmarked === 0 ? '' : `${percent(lower)} to ${percent(upper)} with ${number(unmarked)} unmarked`
}

const rateOf = (cells) => ratio(sum(cells, (cell) => cell.noShow), sum(cells, (cell) => cell.noShow + cell.showed))

/** Over cells whose open time is known, empty days included; the others would make a share of nothing. */
function useOf(cells) {
  const known = cells.filter((cell) => cell.availableMinutes !== null)
  return ratio(sum(known, (cell) => cell.bookedMinutes), sum(known, (cell) => cell.availableMinutes))
}

const NO_SHOWS = {
  card: '#no-shows',
  share: (cell) => cell.rate,
  overall: rateOf,
  bounds: boundsOf,
  bridged: true,
  nothing: (cells) => `Nobody is marked in these days${boundsOf(cells) && `: ${boundsOf(cells)}`}.`,
  weight: (cell) => cell.showed + cell.noShow + cell.unmarked,
  columns: [
    { title: 'Day', text: (cell) => dayName(cell.day) },
    { title: 'Of', text: (cell) => cell.id },
    { title: 'Rate', number: true, text: (cell) => percent(cell.rate) },
    { title: 'No-show', number: true, text: (cell) => number(cell.noShow) },
    { title: 'Showed', number: true, text: (cell) => number(cell.showed) },
    { title: 'Unmarked', number: true, text: (cell) => number(cell.unmarked) },
    { title: 'Upcoming', number: true, text: (cell) => number(cell.upcoming) },
    { title: 'Cancelled', number: true, text: (cell) => number(cell.cancelled) },
    { title: 'late', number: true, text: (cell) => number(cell.lateCancelled) },
    { title: 'At least', number: true, text: (cell) => percent(cell.rateLowerBound) },
    { title: 'At most', number: true, text: (cell) => percent(cell.rateUpperBound) },
  ],
}

const UTILIZATION = {
  card: '#utilization',
  share: (cell) => cell.ratio,
  overall: useOf,
  bounds: () => '',
  // A gap is a closed day, or one of which the open time is not known: a line over it would be made up.
  bridged: false,
  nothing: (cells) => (cells.some((cell) => cell.availableMinutes !== null) ? 'Nothing was open in these days.' : 'No open time is known in these days.'),
  weight: (cell) => cell.bookedMinutes,
  columns: [
    { title: 'Day', text: (cell) => dayName(cell.day) },
    { title: 'Of', text: (cell) => cell.id },
    { title: 'Utilization', number: true, text: (cell) => percent(cell.ratio) },
    { title: 'Booked', number: true, text: (cell) => hours(cell.bookedMinutes) },
    { title: 'Open', number: true, text: (cell) => hours(cell.availableMinutes) },
    { title: 'Blocked', number: true, text: (cell) => hours(cell.blockedMinutes) },
    { title: 'No-shows took', number: true, text: (cell) => hours(cell.noShowMinutes) },
    { title: 'Appointments', number: true, text: (cell) => number(cell.appointments) },
  ],
}

class FigureCard {
  #kind
  #card
  #chart
  #cells = []
  #title = ''

  constructor(kind) {
    this.#kind = kind
    this.#card = find(kind.card)
    this.#chart = new DayChart(find('.chart', this.#card), find('.readout', this.#card))
    // A table of thousands of cells is made only for those who look at it.
    find('details', this.#card).addEventListener('toggle', () => this.#fillTable())
  }

  get card() {
    return this.#card
  }

  show(cells, days, today, scope) {
    this.#cells = cells
    this.#title = `${find('h2', this.#card).textContent}, ${dayName(days[0])} to ${dayName(days.at(-1))}`
    const told = cells.some((cell) => this.#kind.share(cell) !== null)
    const drawn = told || (this.#isBanded(scope) && cells.some((cell) => cell.rateUpperBound !== null))
    say(this.#card, told ? '' : cells.length === 0 ? 'Nothing in these days.' : this.#kind.nothing(cells.filter((cell) => cell.day <= today)))
    // There is a picture or at least a table, whatever has to be said of it.
    if (cells.length > 0) this.#card.dataset.state = 'filled'
    this.#drawOrClear(drawn, days, today, scope)
  }

  /** Nothing is shown, and asking again will not change that. */
  refuse(why) {
    this.#cells = []
    say(this.#card, why, 'error')
    this.#drawOrClear(false)
  }

  #drawOrClear(drawn, days, today, scope) {
    find('.chart', this.#card).hidden = !drawn
    if (drawn) this.#draw(days, today, scope)
    else {
      this.#chart.clear()
      find('.legend', this.#card).replaceChildren()
    }
    this.#fillTable()
  }

  #isBanded(scope) {
    return scope === 'location' && this.#kind === NO_SHOWS
  }

  #draw(days, today, scope) {
    const byId = Map.groupBy(this.#cells, (cell) => cell.id)
    const ids = [...byId.keys()].sort((a, b) => sum(byId.get(b), this.#kind.weight) - sum(byId.get(a), this.#kind.weight))
    const shown = ids.slice(0, MOST_SERIES)
    const byDay = (id, value) => {
      const cells = new Map(byId.get(id).map((cell) => [cell.day, value(cell)]))
      return days.map((day) => cells.get(day) ?? null)
    }
    const series = shown.map((id) => ({ label: id, values: byDay(id, this.#kind.share), bridged: this.#kind.bridged }))
    const band = this.#isBanded(scope)
      ? { lower: byDay(shown[0], (cell) => cell.rateLowerBound), upper: byDay(shown[0], (cell) => cell.rateUpperBound) }
      : null
    const ahead = days.at(-1) > today ? days[days.indexOf(today) + 1] : null
    this.#chart.show(days, series, band, ahead)
    const rest = ids.length - shown.length
    find('.legend', this.#card).replaceChildren(
      ...shown.map((id, index) => this.#legend(id, index, byId.get(id).filter((cell) => cell.day <= today))),
      ...(rest > 0 ? [make('li', {}, `${rest} more in the table`)] : []))
  }

  #legend(id, index, cells) {
    const swatch = make('i', {})
    swatch.style.backgroundColor = seriesColour(index)
    const bounds = this.#kind.bounds(cells)
    return make('li', {}, swatch, `${id} `, make('b', {}, percent(this.#kind.overall(cells))), bounds && ` (${bounds})`)
  }

  #fillTable() {
    if (find('details', this.#card).open) {
      fillTable(find('table', this.#card), this.#kind.columns, this.#cells.toReversed(), this.#title)
    }
  }
}

export const noShowCard = new FigureCard(NO_SHOWS)
export const utilizationCard = new FigureCard(UTILIZATION)

/** The first two tiles: of the location as a whole, whatever the charts show. */
export function tellTotals(noShows, utilization, today, days) {
  const { missed, marked } = noShowsOf(noShows)
  const bounds = boundsOf(noShows)
  const told = marked === 0 ? `Nobody is marked in ${days} days` : `${number(missed)} of ${number(marked)} in ${days} days`
  tile('tile-rate', percent(ratio(missed, marked)), bounds ? `${told}; ${bounds}` : told)

  const past = utilization.filter((cell) => cell.day <= today)
  const ahead = utilization.filter((cell) => cell.day > today)
  const known = past.filter((cell) => cell.availableMinutes !== null).length
  tile('tile-use', percent(useOf(past)), `${spanOf(known, days)}; the week ahead ${percent(useOf(ahead))}`)
}

/** A share of some of the days is not one of all. */
function spanOf(known, days) {
  if (known === 0) return `no open time is known of ${days} days`
  return known === days ? `in ${days} days` : `in ${known} of ${days} days, the others are not known`
}
