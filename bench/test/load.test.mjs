import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { renderSummary, renderWhere } from '../load/report.mjs'
import { saturate } from '../load/saturation.mjs'
import { shareProcessors, takeApart } from '../load/where.mjs'

const sums = (more) => ({
  count: 0,
  coldStarts: 0,
  waiting: 0,
  starting: 0,
  duration: 0,
  handing: 0,
  cpu: 0,
  messages: 0,
  underWay: 0,
  calls: {},
  ...more,
})

describe('where the time of a load goes', () => {
  const before = { functions: { '@http get /': sums({ count: 5, duration: 500 }) } }
  const after = {
    functions: {
      '@http get /': sums({
        count: 15,
        coldStarts: 1,
        waiting: 20,
        starting: 30,
        duration: 600,
        handing: 10,
        calls: { database: 40, delivery: 5 },
      }),
      '@queues seen': sums({ count: 2, duration: 8, messages: 4, underWay: 100 }),
    },
  }
  const routes = new Map([
    ['get /', { count: 10, took: 300, late: 10 }],
    ['a file', { count: 30, took: 60, late: 0 }],
  ])

  it('is told by kind of request, and adds up to what the client saw', () => {
    const { requests, behind, all } = takeApart({ routes, before, after })

    const [file, home] = requests
    const { name, count, cpu, coldStarts, all: whole, ...parts } = home
    assert.deepEqual([name, count, cpu, coldStarts, whole], ['get /', 10, 0, 1, 30])
    assert.deepEqual(parts, {
      late: 1,
      router: 14,
      waiting: 2,
      starting: 3,
      handing: 1,
      inFunction: 4.5,
      database: 4,
      delivery: 0.5,
    })
    assert.equal(
      Object.values(parts).reduce((sum, it) => sum + it, 0),
      whole,
    )
    assert.deepEqual([file.all, file.router, file.inFunction], [2, 2, 0])
    assert.deepEqual([all.count, all.all, all.database], [40, 9, 1])
    assert.deepEqual([behind.length, behind[0].all, behind[0].underWay], [1, 4, 25])
  })

  it('is printed as a table', () => {
    const moment = { main: 0, client: 0, database: 0, busy: 0, at: 0 }
    const processors = shareProcessors(
      { ...moment, ...before },
      { ...moment, ...after, at: 1000, busy: 100 },
    )
    const text = renderWhere({ ...takeApart({ routes, before, after }), processors })

    assert.match(text, /^ +answers +all +client +router +waiting +starting/)
    assert.match(text, /\n {2}get \/ +10 +30\.0 +1\.0 +14\.0 +2\.0 +3\.0 .* 1\n/)
    assert.match(text, /@queues seen: 4 messages, each under way for 25\.0 ms/)
  })
})

describe('the search for the knee', () => {
  // A server that does 200 a second; above it people wait.
  const run = async (perSecond) => ({
    seconds: 1,
    result: {
      requests: perSecond,
      failures: new Map(),
      errors: 0,
      highest: 1,
      perSecond: Math.min(200, perSecond),
      p50: 1,
      p95: perSecond > 200 ? 900 : 5,
      p99: 9,
      max: 9,
    },
  })

  it('steps up until a rate is not kept up with, and halves what is between', async () => {
    const { knee, steps } = await saturate({ run, bound: 250 })

    assert.ok(knee.perSecond > 185 && knee.perSecond <= 200, `${knee.perSecond}`)
    assert.match(steps.find(({ reason }) => reason).reason, /^p95 of 900 ms$/)
    assert.match(renderSummary(knee), /^\d+\/s for 1 s: \d+ good answers/)
  })

  it('says why: errors, answers that come too late, and fewer of them than were asked for', async () => {
    const broken = async (more) => {
      const { steps } = await saturate({
        bound: 250,
        run: async (perSecond) => ({
          result: { errors: 0, p95: 5, perSecond, ...more(perSecond) },
        }),
      })
      return steps.find(({ reason }) => reason).reason
    }

    assert.equal(await broken(() => ({ errors: 3 })), '3 errors')
    assert.equal(await broken(() => ({ p95: 251 })), 'p95 of 251 ms')
    assert.equal(
      await broken((perSecond) => ({ perSecond: perSecond * 0.9 })),
      '45 answers a second',
    )
  })
})
