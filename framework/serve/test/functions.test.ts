import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, it } from 'vitest'
import { loadFunctions } from '../functions.ts'
import { writeFunctions } from './use-web.ts'

interface Context {
  functionName: string
  awsRequestId: string
  memoryLimitInMB: string
  left: number
}

describe('a function in the server', () => {
  const folders: string[] = []
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true })
  })

  /** Loads one, and calls it by what it is asked for. */
  async function load(source: string, names: Record<string, string> = {}) {
    const folder = mkdtempSync(join(tmpdir(), 'plugboard-functions-'))
    folders.push(folder)
    const [lambda] = writeFunctions(folder, { 'get /': source })
    const all = [{ ...lambda!, logicalId: 'GetIndexHTTPLambda' }]
    const invoke = await loadFunctions(all, { folder, names })
    return (payload: unknown, id?: string) =>
      invoke({ pragma: 'http', name: 'get /', payload, ...(id && { id }) })
  }

  const context =
    'async (event, { getRemainingTimeInMillis, ...context }) => ({ ...context, left: getRemainingTimeInMillis() })'

  it('has the name that it has in Lambda, under which it remembers what is done', async () => {
    const deployed = await load(context, { GetIndexHTTPLambda: 'MagazineProduction-GetIndex-1X' })
    const unknown = await load(context)

    assert.equal(((await deployed({})) as Context).functionName, 'MagazineProduction-GetIndex-1X')
    assert.equal(((await unknown({})) as Context).functionName, '@http get /')
  })

  it('knows its request, its memory, and how much time is left', async () => {
    const call = await load(context)

    const { awsRequestId, memoryLimitInMB, left } = (await call({}, 'request-1')) as Context

    assert.equal(awsRequestId, 'request-1')
    assert.equal(memoryLimitInMB, '128')
    assert.ok(left > 500 && left <= 1000, String(left))
  })

  it('keeps its state from one event to the next, and takes several at a time', async () => {
    const call = await load(`(() => {
      let [now, most] = [0, 0]
      return async () => {
        most = Math.max(most, ++now)
        await new Promise((resolve) => setTimeout(resolve, 20))
        now--
        return most
      }
    })()`)

    await Promise.all([call({}), call({}), call({})])

    assert.equal(await call({}), 3)
  })

  it('that does not load is told by its name', async () => {
    await assert.rejects(load('missing.thing'), /^Error: @http get \/ does not load: missing/)
    await assert.rejects(load('42'), /@http get \/ exports no function "handler"/)
  })
})
