/**
 * What every vitest file starts with: the stage, an eye on unexpected errors, and nothing of what the
 * files before it in the same process have changed.
 *
 * @module
 */
import { afterEach, expect, vi } from 'vitest'
import { kernelEnv } from '../env.ts'
import { setOffset, uninstallDate } from '../local/clock/date.mjs'

// Files share a process, and with it what is slow to load. Our own modules, which may hold state,
// are loaded anew for each; so whatever they are is kept beside them.
const key = Symbol.for('plugboard.tests')
const kept = globalThis as {
  [key]?: { env: NodeJS.ProcessEnv; Date: DateConstructor; now: () => number }
}
const before = (kept[key] ??= { env: { ...process.env }, Date, now: Date.now })
vi.useRealTimers()
vi.restoreAllMocks()
vi.unstubAllGlobals()
setOffset(0)
uninstallDate()
globalThis.Date = Object.assign(before.Date, { now: before.now })
for (const name of Object.keys(process.env)) if (!(name in before.env)) delete process.env[name]
Object.assign(process.env, before.env)
vi.resetModules()

process.env['ARC_ENV'] ??= 'testing'
process.env['LOG_LEVEL'] ??= 'silent'
process.env['APP_SECRET'] ??= kernelEnv['APP_SECRET']!.local!
process.env['APP_URL'] ??= kernelEnv['APP_URL']!.local!

// A console.error that no test asked for is a failure that nobody looked at.
const complaints = vi.spyOn(console, 'error')

afterEach(() => {
  const calls = complaints.mock.calls.map((call) => call.join(' '))
  complaints.mockClear()
  expect(calls, 'nothing is written to console.error').toEqual([])
})
