import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, it, vi } from 'vitest'
import { requestId } from '../log.ts'
import { handleSchedule } from '../scheduled.ts'
import { useLog } from './use-log.ts'
import { keysTable, useTables } from './use-tables.ts'

useTables(keysTable)
const entries = useLog()

const tick = JSON.parse(await readFile('test/events/scheduled-nightly-digest.json', 'utf8')) as {
  id: string
  time: string
}
let number = 0
const fresh = () => `schedule-${++number}`
const another = () => ({ ...tick, id: `tick-${++number}` })
const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

/** A job that ends when it is told to. */
const slowJob = (name: string, options?: { leaseSeconds: number }) => {
  const job = Promise.withResolvers<void>()
  const started = Promise.withResolvers<void>()
  let runs = 0
  const handler = handleSchedule(
    name,
    () => {
      runs++
      started.resolve()
      return job.promise
    },
    options,
  )
  return { handler, started: started.promise, end: job.resolve, runs: () => runs }
}

describe('a schedule', () => {
  it('runs at its tick, as captured from AWS', async () => {
    const runs: unknown[] = []
    const handler = handleSchedule('nightly-digest', (run) => {
      runs.push({ ...run, inside: requestId() })
    })

    assert.deepEqual(await handler(tick), { ran: true })
    assert.deepEqual(runs, [{ time: '2026-11-21T03:00:00Z', requestId: tick.id, inside: tick.id }])
  })

  it('runs once for one tick, and again for the next', async () => {
    let runs = 0
    const handler = handleSchedule(fresh(), () => void runs++)

    const first = another()
    const answers = [await handler(first), await handler(first), await handler(another())]

    assert.deepEqual(answers, [{ ran: true }, { ran: false }, { ran: true }])
    assert.equal(runs, 2)
  })

  it('does not run while it is running', async () => {
    const name = fresh()
    const { handler, started, end, runs } = slowJob(name)
    const first = handler(another())
    await started

    assert.deepEqual(await handler(another()), { ran: false })
    assert.match(entries[0]!.message, /is skipped/)
    end()
    assert.deepEqual(await first, { ran: true })
    assert.equal(runs(), 1)
  })

  it('runs once when many ticks come at the same time', async () => {
    const name = fresh()
    let runs = 0
    const handler = handleSchedule(name, async () => {
      runs++
      await sleep(50)
    })

    await Promise.all(Array.from({ length: 10 }, () => handler(another())))

    assert.equal(runs, 1)
  })

  it('does not hold up another schedule', async () => {
    const { handler, started, end } = slowJob(fresh())
    const first = handler(another())
    await started

    assert.deepEqual(await handleSchedule(fresh(), () => {})(another()), { ran: true })
    end()
    await first
  })

  it('that failed fails, and runs again with the same tick', async () => {
    let runs = 0
    const handler = handleSchedule(fresh(), () => {
      if (++runs === 1) throw new Error('broken')
    })
    const same = another()

    await assert.rejects(handler(same), /broken/)
    assert.deepEqual(await handler(same), { ran: true })
    assert.match(entries[0]!.message, /failed/)
  })

  it('that crashed runs again when its lease is over', async () => {
    const name = fresh()
    const { handler, started } = slowJob(name, { leaseSeconds: 1 })
    void handler(another())
    await started

    assert.deepEqual(await handler(another()), { ran: false })
    await sleep(1000)
    assert.deepEqual(await handleSchedule(name, () => {})(another()), { ran: true })
  })

  it('that timed out runs again at once, since its function is gone', async () => {
    const name = fresh()
    const { handler } = slowJob(name)
    void handler(another(), { getRemainingTimeInMillis: () => -900 })
    await sleep(300)

    assert.deepEqual(await handleSchedule(name, () => {})(another()), { ran: true })
  })

  it('that outlived its lease does not end the lease of the one after it', async () => {
    const name = fresh()
    const late = slowJob(name, { leaseSeconds: 0.05 })
    const first = late.handler(another())
    await sleep(100)
    const next = slowJob(name)
    const second = next.handler(another())
    await next.started

    late.end()
    await first

    assert.deepEqual(await handleSchedule(name, () => {})(another()), { ran: false })
    next.end()
    await second
  })

  it('can be run by hand, with an empty event', async () => {
    const times: string[] = []
    const handler = handleSchedule(fresh(), ({ time }) => void times.push(time))

    await handler({})
    await handler(undefined)

    assert.equal(times.length, 2)
    assert.ok(Math.abs(Date.parse(times[0]!) - Date.now()) < 5000)
  })

  it('runs though the answer to its lease was lost', async () => {
    const proxy = await startForgetfulProxy(process.env['AWS_ENDPOINT_URL_DYNAMODB']!)
    vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', proxy.endpoint)
    const handler = handleSchedule(fresh(), () => {})

    const answer = await handler(another())
    vi.unstubAllEnvs()
    proxy.stop()

    assert.deepEqual(answer, { ran: true })
  })
})

/** Hands requests on to the database, and hangs up in place of the first answer. */
async function startForgetfulProxy(endpoint: string) {
  let isFirst = true
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk as Buffer)
    const names = ['authorization', 'content-type', 'x-amz-date', 'x-amz-target']
    const headers = names.map((name): [string, string] => [name, String(incoming.headers[name])])
    const answer = await fetch(endpoint, { method: 'POST', headers, body: Buffer.concat(chunks) })
    const text = await answer.text()
    if (isFirst) incoming.socket.destroy()
    else
      response.writeHead(answer.status, { 'content-type': 'application/x-amz-json-1.0' }).end(text)
    isFirst = false
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { endpoint: `http://127.0.0.1:${port}`, stop }
}
