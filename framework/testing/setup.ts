/**
 * What every vitest file starts with: the stage, and an eye on unexpected errors.
 *
 * @module
 */
import { afterEach, expect, vi } from 'vitest'
import { kernelEnv } from '../env.ts'

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
