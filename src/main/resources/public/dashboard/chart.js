// A line chart of shares by day. uPlot draws it; this says what, and reads the colours from the style sheet.

import uPlot from '../webjars/uplot/1.6.30/dist/uPlot.esm.js'
import { dayName, percent, shortDay } from './words.js'

const HEIGHT = 230
export const MOST_SERIES = 8

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim()
export const seriesColour = (index) => colour(`--series-${index + 1}`)

export class DayChart {
  #host
  #readout
  #plot = null
  #shown = null

  constructor(host, readout) {
    this.#host = host
    this.#readout = readout
    new ResizeObserver(() => this.#plot?.setSize({ width: host.clientWidth, height: HEIGHT })).observe(host)
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#shown && this.show(...this.#shown))
  }

  /**
   * @param days   yyyy-mm-dd, without gaps
   * @param series each { label, values: share or null by day, bridged: whether the line goes on over days without a share }
   * @param band   { lower, upper } by day, or null
   * @param mark   a day to draw a dashed line at the start of, or null
   */
  show(days, series, band = null, mark = null) {
    this.#shown = [days, series, band, mark]
    this.#plot?.destroy()
    const x = days.map((day) => Date.parse(`${day}T00:00:00Z`) / 1000)
    const data = [x, ...series.map((one) => one.values), ...(band ? [band.upper, band.lower] : [])]
    this.#plot = new uPlot(this.#options(days, series, band, mark), data, this.#host)
    this.#readout.textContent = ''
  }

  clear() {
    this.#plot?.destroy()
    this.#plot = null
    this.#shown = null
    this.#readout.textContent = ''
  }

  #options(days, series, band, mark) {
    const axis = { stroke: colour('--muted'), grid: { stroke: colour('--line'), width: 1 }, ticks: { show: false }, font: '12px system-ui, sans-serif' }
    const lines = series.map((one, index) => ({
      label: one.label,
      stroke: seriesColour(index),
      width: 2,
      spanGaps: one.bridged,
      points: { show: true, size: 5, fill: seriesColour(index) },
    }))
    const edges = band ? [0, 1].map(() => ({ width: 0, points: { show: false }, spanGaps: true })) : []
    return {
      width: this.#host.clientWidth,
      height: HEIGHT,
      padding: [10, 12, 0, 0],
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), 'Etc/UTC'),
      legend: { show: false },
      cursor: { drag: { x: false, y: false }, y: false },
      scales: { y: { range: (_, __, most) => [0, Math.max(0.1, most ?? 0) * 1.05] } },
      axes: [
        { ...axis, space: 64, size: 28, values: (_, splits) => splits.map(axisDay) },
        { ...axis, size: 48, values: (_, splits) => splits.map((share) => `${Math.round(share * 1000) / 10} %`) },
      ],
      series: [{}, ...lines, ...edges],
      bands: band ? [{ series: [series.length + 1, series.length + 2], fill: colour('--band') }] : [],
      hooks: {
        setCursor: [(plot) => this.#read(plot, days, series)],
        drawAxes: [(plot) => mark && dashedLine(plot, Date.parse(`${mark}T00:00:00Z`) / 1000), (plot) => band && loneDay(plot, band)],
      },
    }
  }

  #read(plot, days, series) {
    const at = plot.cursor.idx
    this.#readout.textContent =
      at === null || at === undefined
        ? ''
        : `${dayName(days[at])}: ${series.map((one) => `${one.label} ${percent(one.values[at])}`).join(', ')}`
  }
}

/** Only midnights have a name: on a narrow range the axis has marks between them. */
const axisDay = (seconds) =>
  seconds % 86_400 === 0 ? shortDay(new Date(seconds * 1000).toISOString().slice(0, 10)) : ''

function dashedLine(plot, seconds) {
  const { ctx, bbox } = plot
  const x = Math.round(plot.valToPos(seconds, 'x', true)) + 0.5
  if (x < bbox.left || x > bbox.left + bbox.width) return
  ctx.save()
  ctx.strokeStyle = colour('--muted')
  ctx.setLineDash([4, 4])
  ctx.beginPath()
  ctx.moveTo(x, bbox.top)
  ctx.lineTo(x, bbox.top + bbox.height)
  ctx.stroke()
  ctx.restore()
}

/** A band over a single day has no width; that day gets a bar. */
function loneDay(plot, band) {
  const told = band.upper.flatMap((share, index) => (share === null ? [] : [index]))
  if (told.length !== 1) return
  const [index] = told
  const x = Math.round(plot.valToPos(plot.data[0][index], 'x', true))
  const top = plot.valToPos(band.upper[index], 'y', true)
  const bottom = plot.valToPos(band.lower[index], 'y', true)
  plot.ctx.save()
  plot.ctx.fillStyle = colour('--band')
  plot.ctx.fillRect(x - 4, top, 8, Math.max(2, bottom - top))
  plot.ctx.restore()
}
