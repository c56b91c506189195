import assert from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { readBudgets } from '../functions/budgets.mjs'
import { findExcess, measureBundle } from '../functions/bundles.mjs'
import { buildOurs } from '../functions/ours.mjs'

describe('what a cold start loads', () => {
  const { bundles } = readBudgets()
  const services = { jwt: 'auth', graphql: 'graphql', read: 'auth', webhook: 'payments' }
  const isThere = (job) => !services[job] || existsSync(`src/plugins/${services[job]}`)
  const folder = join(tmpdir(), `plugboard-bundles-${process.pid}`)
  let metafiles

  beforeAll(async () => {
    metafiles = await buildOurs(folder, Object.keys(bundles).filter(isThere))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  for (const [job, budget] of Object.entries(bundles)) {
    it.skipIf(!isThere(job))(`is within the budget of ${job}`, () => {
      const excess = findExcess(job, metafiles[job], budget)

      assert.ok(!excess, excess)
    })
  }

  it('is told with its largest parts where a budget is passed', () => {
    const excess = findExcess('hello', metafiles.hello, { bytes: 10_000 })

    assert.match(excess, /^hello: a cold start loads \d+\.\d kB, and .* allows 10\.0 kB/)
    assert.match(excess, /\n +\d+\.\d kB {2}framework\/http\n/)
  })

  it('counts a chunk that is loaded late where the first invocation takes it', () => {
    const lazy = ['@aws-lite/client/src/index.js']

    const { bytes } = measureBundle(metafiles.hello)
    const all = measureBundle(metafiles.hello, lazy)

    assert.ok(all.bytes > bytes + 50_000)
    assert.equal(all.parts[0].name, '@aws-lite/client')
  })
})
