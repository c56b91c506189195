/**
 * The rows of a CSV text, as RFC 4180 has them: quotes, doubled quotes, line breaks within quotes.
 *
 * @module
 */
import { Refusal } from '../../program/serve.ts'
import { toPlace } from '../../program/text.ts'

/** What a sheet can hold. */
const most = { rows: 1_048_576, columns: 16_384, characters: 32_767 }

/** @throws Refusal with the line where it is not CSV, or too much for a sheet */
export function* readRows(text: string, delimiter: string): Generator<string[]> {
  let row: string[] = []
  let line = 1
  let rows = 0
  let at = 0

  while (at < text.length) {
    const cell = text[at] === '"' ? readQuoted(text, at, line) : readPlain(text, at, delimiter)
    if (cell.value.length > most.characters) {
      const { length } = cell.value
      refuse(line, `a cell has ${length} characters, and ${most.characters} are the most`)
    }
    row.push(cell.value)
    if (row.length > most.columns) refuse(line, `${most.columns} columns are the most`)
    line += cell.breaks
    at = cell.end

    if (text[at] === delimiter) {
      at++
      if (at < text.length) continue
      row.push('')
    } else if (text[at] === '\r' || text[at] === '\n') {
      at += text[at] === '\r' && text[at + 1] === '\n' ? 2 : 1
      line++
    } else if (at < text.length) {
      refuse(line, 'something stands behind a closing quote')
    }
    if (++rows > most.rows) refuse(line, `${most.rows} rows are the most`)
    yield row
    row = []
  }
}

/** The delimiter of a text: the one that its first line has most of. */
export function findDelimiter(text: string): string {
  const [first = ''] = text.slice(0, 10_000).split(/\r?\n/, 1)
  const count = (sign: string) => first.split(sign).length
  return [',', ';', '\t'].reduce((best, sign) => (count(sign) > count(best) ? sign : best))
}

function readPlain(text: string, start: number, delimiter: string) {
  let end = start
  while (end < text.length) {
    const sign = text[end]
    if (sign === delimiter || sign === '\n' || sign === '\r') break
    end++
  }
  return { value: text.slice(start, end), end, breaks: 0 }
}

function readQuoted(text: string, start: number, line: number) {
  const pieces: string[] = []
  let from = start + 1
  for (;;) {
    const quote = text.indexOf('"', from)
    if (quote < 0) refuse(line, 'a quote is not closed')
    pieces.push(text.slice(from, quote))
    if (text[quote + 1] !== '"') {
      const value = pieces.join('"')
      return { value, end: quote + 1, breaks: value.split('\n').length - 1 }
    }
    from = quote + 2
  }
}

function refuse(line: number, message: string): never {
  const path = toPlace(line)
  throw new Refusal(`${path}: ${message}`, { errors: [{ path, message }] })
}
