// Talks to the server that the page came from. The token is kept for this tab only, and sent in a header: an address would
// end up in logs.

const KEY = 'almanac.token'

/** A server that has not answered by then is one that does not; asking again is better than a page that waits for ever. */
const ANSWER_WITHIN = 20_000
/** A file may be large. */
const FILE_WITHIN = 120_000

export class Unauthorized extends Error {}

/** The request itself is refused: the same one will be again. */
export class Refused extends Error {}

export const token = {
  get: () => sessionStorage.getItem(KEY),
  keep: (text) => sessionStorage.setItem(KEY, text),
  forget: () => sessionStorage.removeItem(KEY),
}

async function ask(path, parameters, accept, signal) {
  const url = new URL(path, document.baseURI)
  url.search = new URLSearchParams(parameters)
  const headers = { Accept: accept }
  if (token.get()) headers.Authorization = `Bearer ${token.get()}`
  const answer = await fetch(url, { headers, signal, cache: 'no-store' })
  if (answer.status === 401) throw new Unauthorized('a token is needed')
  if (!answer.ok) {
    const told = await answer.json().catch(() => null)
    throw new (answer.status === 400 ? Refused : Error)(told?.error?.message ?? `the server answered ${answer.status}`)
  }
  return answer
}

export async function json(path, parameters = {}, signal = undefined) {
  const limit = AbortSignal.timeout(ANSWER_WITHIN)
  return (await ask(path, parameters, 'application/json', signal ? AbortSignal.any([signal, limit]) : limit)).json()
}

/** Saves the CSV of an answer as a file; a plain link could not send the token. */
export async function saveCsv(path, parameters) {
  const answer = await ask(path, parameters, 'text/csv', AbortSignal.timeout(FILE_WITHIN))
  const name = /filename="([^"]+)"/.exec(answer.headers.get('Content-Disposition') ?? '')?.[1] ?? 'almanac.csv'
  const link = document.createElement('a')
  link.href = URL.createObjectURL(await answer.blob())
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
}

/** Server-sent events, read by fetch because EventSource sends no header. Ends when the server ends it. */
export async function* events(path, parameters, signal) {
  const answer = await ask(path, parameters, 'text/event-stream', signal)
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader()
  let rest = ''
  while (true) {
    const { value, done } = await reader.read()
    if (done) return
    const blocks = (rest + value).split('\n\n')
    rest = blocks.pop()
    for (const block of blocks) yield event(block)
  }
}

function event(block) {
  const told = { name: 'message', data: '' }
  for (const line of block.split('\n')) {
    const [, field, text] = /^([a-z]*): ?(.*)$/.exec(line) ?? []
    if (field === 'event') told.name = text
    if (field === 'data') told.data += text
  }
  return told
}
