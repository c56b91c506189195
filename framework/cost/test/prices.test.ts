import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, it } from 'vitest'
import { priceOf, readPrices } from '../prices.ts'

describe('the price table', () => {
  const table = readPrices()

  it('has a date', () => {
    assert.match(table.date, /^\d{4}-\d\d-\d\d$/)
  })

  it.each(Object.entries(table.prices))('says where %s is from', (_name, price) => {
    const bounds = price.tiers.map(({ upTo = Infinity }) => upTo)

    assert.match(price.source, /^https:\/\/aws\.amazon\.com\/.+\/pricing\//)
    // Read somewhere, or plainly not.
    assert.notEqual(price.readOn === undefined, price.confirmed !== false)
    assert.deepEqual(
      bounds,
      bounds.toSorted((a, b) => a - b),
    )
    assert.equal(bounds.at(-1), Infinity)
  })

  it('may be one’s own', () => {
    const folder = mkdtempSync(join(tmpdir(), 'plugboard-prices-'))
    const file = join(folder, 'prices.json')
    writeFileSync(file, JSON.stringify({ ...table, date: '2027-01-01' }))
    const own = readPrices(file)
    writeFileSync(file, '{ "prices": {} }')

    assert.equal(own.date, '2027-01-01')
    assert.throws(() => readPrices(file), /needs date, region and prices/)
    rmSync(folder, { recursive: true })
  })
})

describe('a price', () => {
  const prices = {
    steps: {
      service: 'S',
      unit: 'requests',
      per: 1000,
      tiers: [{ upTo: 10_000, price: 1 }, { price: 0.5 }],
      free: 2000,
      source: '',
    },
  }

  it.each([
    [0, 0],
    [2000, 0],
    [3000, 1],
    [12_000, 10],
    [14_000, 11],
  ])('of %i, the free ones off first, then tier by tier, is $%f', (amount, dollars) => {
    assert.equal(priceOf({ prices }, 'steps', amount), dollars)
  })

  it('can be had without the free tier', () => {
    assert.equal(priceOf({ prices }, 'steps', 2000, { freeTier: false }), 2)
  })

  it('that is not in the table is named', () => {
    assert.throws(() => priceOf({ prices }, 'rockets', 1), /The price table has no "rockets"/)
  })
})
