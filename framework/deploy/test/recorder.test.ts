import assert from 'node:assert/strict'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, describe, it, vi } from 'vitest'
import { isAllowed, type Policy } from '../../../test/access/policies.ts'
import { startRecorder, type Recorder } from '../../../test/access/recorder.ts'
import { compare, renderComparison } from '../../../test/access/report.ts'
import { defineTable } from '../../tables.ts'
import { useTables } from '../../test/use-tables.ts'

const things = defineTable<{ id: string; n?: number }, 'id'>('things', { key: ['id'] })
const target = 'plugboard-staging-things'
const name = '@http get /'

describe('the recorder of npm run test:access', () => {
  const database = useTables({ things: { key: ['id'] } })
  let recorder: Recorder | undefined
  afterEach(() => {
    recorder?.stop()
    vi.unstubAllEnvs()
  })

  async function record(actions: string[]) {
    const allowed = actions.map((action) => ({ action: `dynamodb:${action}`, target }))
    const policy: Policy = { title: 'get /', allowed }
    recorder = await startRecorder((_name, call) => isAllowed(policy, call))
    const key = JSON.stringify({ name, upstream: { dynamodb: database.endpoint } })
    vi.stubEnv('AWS_ACCESS_KEY_ID', Buffer.from(key).toString('base64url'))
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local')
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', recorder.url)
    return new Map([[name, policy]])
  }
  const render = (policies: Map<string, Policy>) => {
    const comparison = compare(policies, recorder!.calls)
    return { ...comparison, text: stripVTControlCharacters(renderComparison(comparison)) }
  }

  it('is content when what is allowed is what is called', async () => {
    const policies = await record(['PutItem', 'GetItem'])

    await things.put({ id: 'a' })
    const found = await things.get({ id: 'a' })

    assert.deepEqual(found, { id: 'a' })
    assert.equal(render(policies).isExact, true)
  })

  it('refuses what is not allowed, as AWS does, and tells it', async () => {
    const policies = await record(['GetItem'])

    await things.get({ id: 'b' })
    await assert.rejects(things.put({ id: 'b' }), { name: 'AccessDeniedException' })

    const { isExact, text } = render(policies)
    assert.equal(isExact, false)
    assert.match(text, /refused: dynamodb:PutItem on plugboard-staging-things/)
    assert.equal(await things.get({ id: 'b' }), undefined)
  })

  it('tells what is allowed and never called', async () => {
    const policies = await record(['GetItem', 'Scan'])

    await things.get({ id: 'c' })

    const { isExact, text } = render(policies)
    assert.equal(isExact, false)
    assert.match(text, /never called: dynamodb:Scan on plugboard-staging-things/)
  })

  it('tells of a caller that is no function of the template', async () => {
    await record(['GetItem'])

    await things.get({ id: 'd' })

    assert.equal(render(new Map()).isExact, false)
  })
})
