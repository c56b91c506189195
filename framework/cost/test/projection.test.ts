import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import type { Resource } from '../../deploy/cloudformation.ts'
import { readTemplate, toCurrent } from '../manifest.ts'
import { readMeasured, type Measured, type MeasuredFunction } from '../measured.ts'
import { readPrices } from '../prices.ts'
import type { Profile } from '../profile.ts'
import { findProfile } from '../profiles.ts'
import { compare, project, toServers, type ProjectionInput } from '../projection.ts'
import { assumptions, toDuration } from '../usage.ts'

const route: MeasuredFunction = {
  times: 1,
  cpu: 4,
  coldCpu: 100,
  memory: 1769,
  peak: 70,
  log: 500,
  calls: { dynamodb: 2, sqs: 1, sns: 0 },
  reads: 1.5,
  writes: 2,
  cacheable: 1,
  isRoute: true,
  isQueue: false,
}

const queue: MeasuredFunction = {
  ...route,
  calls: { dynamodb: 0, sqs: 0, sns: 0 },
  reads: 0,
  writes: 4,
  cacheable: 0,
  isRoute: false,
  isQueue: true,
}

const table = (Properties: Resource['Properties']): Record<string, Resource> => ({
  Table: { Type: 'AWS::DynamoDB::Table', Properties },
})

const input: ProjectionInput = {
  users: 1_000_000,
  times: { visits: 10 },
  prices: readPrices(),
  template: { Resources: table({}) },
  freeTier: false,
  measured: {
    features: {
      visits: {
        plays: 1,
        functions: { 'get /': route, work: queue },
        down: 10_000,
        up: 1000,
        files: { count: 0, bytes: 0 },
        kept: { lasting: 2000, expiring: 100 },
      },
    },
  },
}

const sumsOf = (change: Partial<ProjectionInput> = {}) =>
  Object.fromEntries(
    project({ ...input, ...change }).lines.map(({ price, total }) => [price, total]),
  )

describe('a month’s bill', () => {
  it('is what a calculation by hand gives, within 2 %', () => {
    const sums = sumsOf()
    // 10 M visits. Lambda: 4 ms + 2 × 10 + 20 = 44 ms for the route, 4 ms for the queue's, at 1769 MB
    // a whole core; 1 % cold, 100 ms each instead.
    const seconds = 10e6 * ((44 * 0.99 + 1) / 1000 + (4 * 0.99 + 1) / 1000)
    const byHand = {
      'cdn-requests': 10,
      'cdn-bytes': 100 * 0.085,
      'cdn-uploads': 10 * 0.02,
      'api-requests': 10,
      'lambda-requests': 20 * 0.2,
      'lambda-gb-seconds': seconds * (1769 / 1024) * 0.0000133334,
      'table-reads': 15 * 0.125,
      'table-writes': 60 * 0.625,
      // A year of a million people a month with 2 kB each, and what has not expired.
      'table-storage': (24 + 1) * 0.25,
      // Sent, received and deleted.
      'queue-requests': 30 * 0.4,
      'log-bytes': 10 * 0.5,
    }

    assert.deepEqual(Object.keys(sums).sort(), Object.keys(byHand).sort())
    for (const [price, dollars] of Object.entries(byHand)) {
      assert.ok(Math.abs(sums[price]! / dollars - 1) < 0.02, `${price}: ${sums[price]} ${dollars}`)
    }
  })

  it('has the free tier taken off once, for all features together', () => {
    const [feature] = Object.values(input.measured.features)
    const measured = { features: { one: feature!, two: feature! } }
    const bill = project({ ...input, measured, times: { one: 1, two: 1 }, freeTier: true })
    const requests = bill.lines.find(({ price }) => price === 'lambda-requests')!

    assert.ok(Math.abs(requests.total - 3 * 0.2) < 1e-9)
    assert.ok(Math.abs(requests.free - 0.2) < 1e-9)
    assert.deepEqual(requests.parts, { one: 0.4, two: 0.4, always: 0 })
  })

  it('has backups in it where tables keep them', () => {
    const backed = { PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }

    assert.equal(sumsOf()['table-backups'], undefined)
    assert.equal(sumsOf({ template: { Resources: table(backed) } })['table-backups'], 5)
  })

  it('leaves pages that the CDN answers to the CDN', () => {
    const sums = sumsOf({ assumed: { ...assumptions, cached: 0.75 } })

    assert.ok(Math.abs(sums['api-requests']! - 2.5) < 1e-9)
    assert.equal(sums['cdn-requests'], 10)
  })

  it('says what was not measured', () => {
    assert.throws(() => project({ ...input, times: { dreams: 1 } }), /dreams was not measured/)
  })
})

describe('a function’s duration on Lambda', () => {
  it('is as much longer as its memory is below that of a whole core', () => {
    const calls = { dynamodb: 0, sqs: 0, sns: 0 }
    const half = toDuration({ cpu: 10, memory: 1769 / 2, calls })
    const more = toDuration({ cpu: 10, memory: 4096, calls })

    assert.deepEqual([Math.round(half), more], [20, 10])
  })
})

describe('functions or servers', () => {
  it('cost the same at the break-even, and servers less beyond', () => {
    const { breakEven, functions, servers } = compare(input)
    const near = breakEven!

    assert.ok(Math.abs(functions(near) / servers(near) - 1) < 0.01)
    assert.ok(functions(near * 0.9) < servers(near * 0.9))
    assert.ok(functions(near * 1.1) > servers(near * 1.1))
  })

  it('takes as many containers as the busiest minute does, and never fewer than two', () => {
    // 800 M visits of 8 ms in 730 hours keep 2.4 cores busy, 12.2 in the busiest minute; a
    // container takes 0.3.
    assert.equal(toServers({ ...input, users: 80e6 }).tasks, 41)
    assert.equal(toServers({ ...input, users: 1 }).tasks, 2)
  })
})

describe('the magazine, with 400,000 monthly readers', () => {
  let profile: Profile
  let whole: Measured
  let magazine: ProjectionInput

  beforeAll(async () => {
    const found = await findProfile('magazine')
    assert.ok('profile' in found)
    profile = found.profile
    whole = readMeasured(found.measuredFile, 'magazine')
    // A service that is unplugged takes what it was measured for with it.
    const { measured, gone } = await toCurrent(whole)
    const own = Object.entries(profile.features)
      .filter(([name]) => !gone.includes(name))
      .map(([name, { times }]) => [name, times])
    magazine = {
      users: profile.users,
      times: Object.fromEntries(own) as Record<string, number>,
      measured,
      template: await readTemplate('production'),
      prices: readPrices(),
    }
  })

  it('is asked for 12 page loads, 6 writes and half an export each', () => {
    const { features, users } = profile
    const names = ['page-loads', 'writes', 'exports']

    assert.equal(users, 400_000)
    assert.deepEqual(
      names.map((name) => features[name]?.times),
      [12, 6, 0.5],
    )
  })

  it('costs less than $100 a month, even without the free tier', () => {
    const { total, listed } = project(magazine)

    assert.ok(total > 20 && total < 100, `${total}`)
    assert.ok(listed < 100, `${listed}`)
  })

  it('has measured what is in the profile', () => {
    assert.deepEqual(Object.keys(whole.features), Object.keys(profile.features))
  })
})
