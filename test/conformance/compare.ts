/**
 * What differs between an answer and what is expected of it.
 *
 * @module
 */
import { inOrder, type Check, type Expectation } from './case.ts'
import { fill } from './fill.ts'
import type { Answer } from './wire.ts'

/** In one line; undefined when nothing does. */
export function compareAnswer(
  expected: Expectation | undefined,
  answer: Answer,
  answers: readonly Answer[],
  id: string,
): string | undefined {
  const got = answer.ok ? 'succeeds' : `${answer.error}: ${answer.message}`
  if (expected && 'error' in expected) {
    const { error, message } = expected
    if (answer.error !== error) return `should be ${error}, ${answer.ok ? 'but' : 'is'} ${got}`
    const said = answer.message!.replace(envelope, '')
    const isSaid = message instanceof RegExp ? message.test(said) : !message || message === said
    if (!isSaid) return `should say ${message}, says ${said}`
  } else if (!answer.ok) return `should succeed, is ${got}`

  for (const [name, value] of Object.entries(expected?.answer ?? {})) {
    const difference = compare(value, answer.body[name], answers, id)
    if (difference) return `${name} ${difference}`
  }
  return undefined
}

// In front of some messages AWS says this in some regions, and not in others.
const envelope = /^1 validation error detected: (?!Value )/

/** Exact, but for checks inside; undefined when they agree. */
function compare(
  expected: unknown,
  actual: unknown,
  answers: readonly Answer[],
  id: string,
): string | undefined {
  if (isCheck(expected)) {
    const isSo = holds(expected, actual, answers)
    return isSo ? undefined : `should be ${expected.check}, is ${shorten(toText(inOrder(actual)))}`
  }
  if (hasChecks(expected)) {
    const wanted = fill(Object.keys(expected), id)
    if (toText(Object.keys(actual ?? {}).sort()) === toText(wanted.toSorted())) {
      const pairs = Object.entries(expected)
      return pairs
        .map(([name, it]) =>
          compare(it, (actual as Record<string, unknown>)[fill(name, id)], answers, id),
        )
        .find(Boolean)
    }
  }
  const wanted = expected === undefined ? undefined : toText(inOrder(fill(expected, id)))
  const found = actual === undefined ? undefined : toText(inOrder(actual))
  return wanted === found ? undefined : `should be ${wanted ?? 'absent'}, is ${found ?? 'absent'}`
}

// What is not even of the shape that the check looks into does not hold.
function holds(check: Check, value: unknown, answers: readonly Answer[]): boolean {
  try {
    return check.holds(value, answers)
  } catch {
    return false
  }
}

const isCheck = (value: unknown): value is Check =>
  typeof (value as Partial<Check> | undefined)?.holds === 'function'
const hasChecks = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.values(value).some(isCheck)
const shorten = (text: string) => (text.length > 100 ? `${text.slice(0, 100)} …` : text)
const toText = (value: unknown) => JSON.stringify(value) ?? 'absent'
