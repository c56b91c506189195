import { execFileSync } from 'node:child_process'
import assert from 'node:assert/strict'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { groups } from './cases/all.ts'
import { listEngines, type Engine } from './engines.ts'
import { known } from './known.ts'
import { renderSum, toKey, writeReport, type EngineResults, type Result } from './report.ts'
import { runCase } from './run-case.ts'
import { dropTables, makeTables } from './seed.ts'
import type { Target } from './wire.ts'

const cases = groups.flatMap(({ operation, cases }) => cases.map((it) => ({ operation, ...it })))
const engines = listEngines()
const found: EngineResults[] = []

describe.each(engines.filter(({ skipped }) => !skipped))('$name', (engine) => {
  const results: Result[] = []
  let target: Target
  let stop: () => Promise<void>

  beforeAll(async () => {
    ;({ target, stop } = await engine.start())
    await dropTables(target)
    await makeTables(target)
  }, 300_000)
  afterAll(async () => {
    found.push({ engine, results })
    await dropTables(target)
    await stop()
  }, 300_000)

  it.each(toCases(engine))('$operation · $name', async ({ operation, index, ...one }) => {
    const options = { id: `c${index}`, patience: engine.patience }

    const difference = await runCase(target, one, options)

    results.push({ operation, name: one.name, from: one.from, difference })
    if (!engine.isCompared) assess(engine, toKey({ operation, name: one.name }), difference)
  })
})

describe('known differences', () => {
  it('are cases that there are', () => {
    const keys = new Set(cases.map(toKey))

    assert.deepEqual(
      Object.keys(known).filter((key) => !keys.has(key)),
      [],
    )
  })

  it('and all cases have names of their own', () => {
    assert.equal(new Set(cases.map(toKey)).size, cases.length)
  })
})

afterAll(() => {
  const skipped = engines
    .filter(({ skipped }) => skipped)
    .map((engine) => ({ engine, results: [] }))
  const all = [...found, ...skipped]
  console.log(all.map(renderSum).join('\n'))
  if (process.env['DYNAMODB_ENDPOINT']) return
  const file = 'docs/dynamodb-conformance.md'
  writeReport(file, all)
  execFileSync(process.execPath, ['node_modules/oxfmt/bin/oxfmt', file])
  console.log(`See ${file}`)
})

function toCases({ isReal }: Engine) {
  return cases.map((it, index) => ({ ...it, index })).filter(({ slow }) => !(isReal && slow))
}

function assess({ known }: Engine, key: string, difference: string | undefined): void {
  if (!known?.[key]) return assert.equal(difference, undefined)
  assert.ok(difference, `${key} no longer differs: take it out of test/conformance/known.ts`)
}
