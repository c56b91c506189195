import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { tellFigures } from '#framework/testing/figures.ts'
import { toBill } from '../../../framework/cost/bill.ts'
import { readMeasured } from '../../../framework/cost/measured.ts'
import { priceOf, readPrices } from '../../../framework/cost/prices.ts'
import { toUsage } from '../../../framework/cost/usage.ts'
import profile from '../profiles/library.ts'

const share = 0.1
const hours = 730

/** What a server of one core would do by itself: it needs neither functions nor queues. */
const replaced = ['lambda-requests', 'lambda-gb-seconds', 'api-requests', 'queue-requests']

describe('a month of 20,000 photos', () => {
  it('costs a tenth of a server that is always on, at most, for what the server would do', () => {
    const prices = readPrices()
    const measured = readMeasured(
      join(import.meta.dirname, '../profiles/library.measured.json'),
      'library',
    )
    const times = { photos: profile.features['photos']!.times }
    const usage = toUsage(measured, { users: profile.users, times })
    const bill = toBill(prices, usage, { freeTier: false })
    const server = priceOf(prices, 'server-core-hours', hours)

    const sum = (prices: readonly string[]) =>
      bill.lines
        .filter(({ price }) => prices.includes(price))
        .reduce((all, { total }) => all + total, 0)
    const own = sum([...replaced, 'topic-publishes'])
    const stored = sum(['storage-bytes'])
    const all = bill.total - stored

    tellFigures([
      toFigure('functions and queues, against a server', own / server, own),
      toFigure('the same with tables, requests to storage, and logs', all / server, all),
      {
        what: 'the photos themselves, after a year: the server has them, too',
        figure: `$${stored.toFixed(2)}`,
        bar: '',
      },
      { what: 'a server of one core, a month', figure: `$${server.toFixed(2)}`, bar: '' },
    ])
    assert.ok(own <= server * share, `$${own.toFixed(2)} of $${server.toFixed(2)}`)
  })
})

function toFigure(what: string, part: number, dollars: number) {
  const figure = `${(part * 100).toFixed(1)} %, $${dollars.toFixed(2)}`
  return { what, figure, bar: '10 % at most', isMet: part <= share }
}
