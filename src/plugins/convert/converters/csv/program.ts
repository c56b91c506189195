/**
 * The program of the converter.
 *
 * @module
 */
import { Refusal, serve } from '../../program/serve.ts'
import { escapeXml, toOfficeFile } from '../../program/office.ts'
import { findDelimiter, readRows } from './rows.ts'
import { frozen, main, workbook } from './parts.ts'

interface Options {
  delimiter: keyof typeof delimiters | 'auto'
  heading: 'true' | 'false'
  sheet: string
}

const delimiters = { comma: ',', semicolon: ';', tab: '\t' }
const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const decoder = new TextDecoder('utf-8', { fatal: true })

serve((input, { delimiter, heading, sheet }: Options) => {
  const text = decode(input)
  const sign = delimiter === 'auto' ? findDelimiter(text) : delimiters[delimiter]
  const body = toOfficeFile({
    ...workbook(sheet),
    'xl/worksheets/sheet1.xml': toSheet(readRows(text, sign), heading === 'true'),
  })
  return { type, body }
})

function decode(input: Buffer): string {
  try {
    return decoder.decode(input)
  } catch {
    throw new Refusal('It is not UTF-8: save it as UTF-8, and try again')
  }
}

function toSheet(rows: Iterable<string[]>, hasHeading: boolean): string[] {
  const pieces = [`<worksheet xmlns="${main}">${hasHeading ? frozen : ''}<sheetData>`]
  let number = 0
  for (const row of rows) {
    const style = ++number === 1 && hasHeading ? ' s="1"' : ''
    pieces.push(`<row r="${number}">${row.map((cell) => toCell(cell, style)).join('')}</row>`)
  }
  pieces.push('</sheetData></worksheet>')
  return pieces
}

function toCell(value: string, style: string): string {
  if (value === '') return `<c${style}/>`
  if (isNumber(value)) return `<c${style}><v>${value}</v></c>`
  return `<c${style} t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`
}

// A number of an article, a telephone or an account keeps its zeros and all of its digits.
function isNumber(value: string): boolean {
  const digits = value.replace(/\D/g, '').length
  return digits <= 15 && value.length <= 17 && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)
}
