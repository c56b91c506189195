/**
 * What is wrong with a value, in words for the person who typed it.
 *
 * @module
 */
import type { $ZodRawIssue } from 'zod/v4/core'

/** One sentence without its subject, which is the path of the value: `must have at least 3 characters`. */
export function toMessage(issue: $ZodRawIssue): string {
  if (issue.input === undefined && issue.code === 'invalid_type') return 'is missing'

  switch (issue.code) {
    case 'invalid_type':
      return `must be ${nouns[issue.expected] ?? issue.expected}`
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? 'must not be empty'
        : `must ${toBound('at least', Number(issue.minimum), issue.origin)}`
    case 'too_big':
      return `must ${toBound('at most', Number(issue.maximum), issue.origin)}`
    case 'invalid_format':
      return `must be ${formats[issue.format] ?? 'in the right format'}`
    case 'not_multiple_of':
      return `must be a multiple of ${issue.divisor}`
    case 'invalid_value':
      return `must be ${toChoice(issue.values)}`
    case 'unrecognized_keys':
      return `has what is not known here: ${issue.keys.join(', ')}`
    default:
      return 'is not valid'
  }
}

const nouns: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  date: 'a date',
  null: 'null',
}

const formats: Record<string, string> = {
  email: 'an e-mail address',
  url: 'a web address',
  uuid: 'a UUID',
  datetime: 'a date and time, as in 2026-11-21T09:30:00Z',
  date: 'a date, as in 2026-11-21',
}

const units: Record<string, [one: string, many: string]> = {
  string: ['character', 'characters'],
  array: ['entry', 'entries'],
  set: ['entry', 'entries'],
  map: ['entry', 'entries'],
}

function toBound(bound: string, limit: number, origin: string): string {
  const unit = units[origin]
  return unit ? `have ${bound} ${limit} ${limit === 1 ? unit[0] : unit[1]}` : `be ${bound} ${limit}`
}

function toChoice(values: readonly unknown[]): string {
  const shown = values.map((value) => JSON.stringify(value))
  return shown.length === 1 ? shown[0]! : `one of ${shown.join(', ')}`
}
