// Small ways to write into the page. Text always goes in as text: ids come from outside.

export const find = (selector, within = document) => within.querySelector(selector)

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (name in element) element[name] = value
    else element.setAttribute(name, value)
  }
  element.append(...children)
  return element
}

/**
 * Fills a table.
 * @param columns each { title, text: row => string or node, number: whether it is one, kind: class of its fields }
 */
export function fillTable(table, columns, rows, caption) {
  const head = make('tr', {}, ...columns.map((column) =>
    make('th', { scope: 'col', className: column.number ? 'number' : '' }, column.title)))
  const body = rows.map((row) => make('tr', {}, ...columns.map((column, index) =>
    make(index === 0 ? 'th' : 'td', { className: column.number ? 'number' : column.kind ?? '', ...(index === 0 ? { scope: 'row' } : {}) },
      column.text(row)))))
  table.replaceChildren(
    make('caption', { className: 'sr' }, caption), make('thead', {}, head), make('tbody', {}, ...body))
}

/** Tells of a card that it is loading, empty or failed; an empty text: it shows what it has. */
export function say(card, text, kind = 'empty') {
  const state = find('.state', card)
  state.textContent = text
  state.hidden = text === ''
  state.dataset.kind = kind
  card.dataset.state = text === '' ? 'filled' : kind
  card.setAttribute('aria-busy', String(kind === 'loading' && text !== ''))
}

export function tile(id, figure, note, kind = '') {
  const one = find(`#${id}`)
  find('.figure', one).textContent = figure
  find('.note', one).textContent = note
  one.dataset.kind = kind
}
