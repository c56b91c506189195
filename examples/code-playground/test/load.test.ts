import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { tellFigures } from '#framework/testing/figures.ts'
import { withOwnApp } from '../../../framework/cli/own-app.ts'
import { measure, toFigures } from './stages.ts'

describe('the whole playground, as npm start has it', () => {
  it('answers 56 people a second rightly, also beside somebody hostile', async () => {
    const code = await withOwnApp(async ({ BASE_URL: baseUrl }) => {
      const measured = await measure({ baseUrl, seconds: 20, besideSeconds: 15 })
      const { alone, beside, harm } = measured

      tellFigures(toFigures(measured))
      // Times are told and not held: they depend on what else the machine does.
      assert.deepEqual([...alone.wrong, ...beside.wrong], [])
      assert.equal(alone.failed + beside.failed, 0)
      assert.deepEqual(
        harm.flatMap(({ what, wrong }) => (wrong ? `${what}: ${wrong}` : [])),
        [],
      )
      return 0
    })

    assert.equal(code, 0)
  }, 300_000)
})
