/**
 * The log, kept for the tests of one file instead of written.
 *
 * @module
 */
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { setLogOutput } from '../log.ts'

export interface LogEntry {
  level: string
  message: string
  requestId?: string
  [field: string]: unknown
}

/** The entries of the test that runs. */
export function useLog(): LogEntry[] {
  const entries: LogEntry[] = []
  const level = process.env['LOG_LEVEL']
  let restore: (() => void) | undefined

  beforeAll(() => {
    process.env['LOG_LEVEL'] = 'debug'
    restore = setLogOutput((line) => entries.push(JSON.parse(line) as LogEntry))
  })
  beforeEach(() => {
    entries.length = 0
  })
  afterAll(() => {
    restore?.()
    if (level === undefined) delete process.env['LOG_LEVEL']
    else process.env['LOG_LEVEL'] = level
  })
  return entries
}
