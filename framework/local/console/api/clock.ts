/**
 * The clock of the local cloud: looked at, set forward, set back.
 *
 * @module
 */
import type { ClockDesk, Move } from '../clock-desk.ts'
import { isObject, refuse, type Json, type Routes } from './call.ts'

const units = ['days', 'hours', 'minutes', 'seconds'] as const

export function createClockRoutes(clock: ClockDesk): Routes {
  return {
    'GET clock': () => clock.state(),
    'POST clock': async ({ json }) => {
      const asked = await json()
      const move = toMove(asked)
      try {
        if (move) await clock.move(move)
        else await clock.reset()
      } catch (error) {
        refuse(422, toMessage(error as Error))
      }
      return clock.state()
    },
  }
}

/** With all that went wrong on the way. */
function toMessage(error: Error): string {
  const errors = error instanceof AggregateError ? (error.errors as Error[]) : []
  return [error, ...errors].map(({ message }) => message).join('\n')
}

/** Nothing where it goes back to the machine's time. */
function toMove({ advance, jump, reset }: Json): Move | undefined {
  const given = [advance, jump, reset].filter((it) => it !== undefined)
  if (given.length !== 1) refuse(422, 'Say one of advance, jump and reset.')
  if (reset !== undefined) return undefined
  return advance === undefined
    ? { how: 'jump', to: toTime(jump) }
    : { how: 'advance', to: toTime(advance) }
}

/** `{ days: 1, hours: 2 }`, or a time as ISO 8601. */
function toTime(given: unknown): Move['to'] {
  if (typeof given === 'string' && !Number.isNaN(Date.parse(given))) return new Date(given)
  const parts = isObject(given) ? Object.entries(given) : []
  const isSpan =
    parts.length > 0 &&
    parts.every(([unit, count]) => units.some((it) => it === unit) && Number.isFinite(count))
  if (isSpan) return Object.fromEntries(parts) as Move['to']
  return refuse(
    422,
    'Say how far as { "days": 1 } (hours, minutes, seconds), or to when as ISO 8601.',
  )
}
