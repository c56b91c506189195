import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { findNextRun, startSchedules, toCronPattern } from '../local/schedules.ts'

const after = new Date('2026-11-21T12:00:00Z')
const next = (expression: string, timezone?: string) => {
  const schedule = { name: 'x', cron: { expression }, timezone: timezone ?? null }
  return findNextRun(schedule, after, after)?.toISOString()
}

describe('schedules', () => {
  it.each([
    ['0 3 * * ? *', '2026-11-22T03:00:00.000Z'],
    ['5/10 * * * ? *', '2026-11-21T12:05:00.000Z'],
    ['0 9 ? * 2-6 *', '2026-11-23T09:00:00.000Z'],
    ['0 9 ? * 1 *', '2026-11-22T09:00:00.000Z'],
    ['0 9 ? * 6L *', '2026-11-27T09:00:00.000Z'],
    ['0 9 ? * 2#1 *', '2026-12-07T09:00:00.000Z'],
    ['0 9 L * ? *', '2026-11-30T09:00:00.000Z'],
    ['0 9 15W * ? *', '2026-12-15T09:00:00.000Z'],
    ['0 9 1 JAN ? 2027', '2027-01-01T09:00:00.000Z'],
    ['0 9 1 1 ? 2020', undefined],
  ])('reads cron(%s) as EventBridge does', (expression, expected) => {
    assert.equal(next(expression), expected)
  })

  it('keeps to the declared time zone', () => {
    assert.equal(next('0 9 * * ? *', 'America/New_York'), '2026-11-21T14:00:00.000Z')
  })

  it.each(['* * * * *', '0 9 * * * *', '0 9 ? * ? *'])('refuses cron(%s)', (expression) => {
    assert.throws(() => toCronPattern(expression), /is no AWS schedule/)
  })

  it('counts rates from the start', () => {
    const anchor = new Date('2026-11-21T11:50:30Z')
    const schedule = { name: 'x', rate: { expression: '5 minutes' } }

    assert.equal(findNextRun(schedule, after, anchor)?.toISOString(), '2026-11-21T12:00:30.000Z')
  })

  it('runs one now, and says in one line when it fails', async () => {
    const lines: string[] = []
    const payloads: unknown[] = []
    const schedules = startSchedules([{ name: 'digest', rate: { expression: '1 day' } }], {
      log: (line) => lines.push(line),
      async invoke({ payload }) {
        payloads.push(payload)
        throw new Error('The database is away')
      },
    })

    await schedules.run('digest')
    schedules.stop()

    assert.equal((payloads[0] as { source: string }).source, 'aws.events')
    assert.deepEqual(lines, ['schedule digest failed. The database is away'])
    assert.equal(schedules.list()[0]?.name, 'digest')
  })
})
