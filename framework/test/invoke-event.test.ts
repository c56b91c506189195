import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { completeEvent } from '../local/invoke/event.ts'
import { refuseRequest, refuseResponse } from '../local/invoke/limits.ts'
import { renderReport } from '../local/invoke/report.ts'
import { createTimes } from '../local/invoke/times.ts'

describe('an event', () => {
  const http = { method: 'GET', path: '/' }

  it('of an HTTP API has the whole request context', () => {
    const event = { version: '2.0', headers: { host: 'localhost:3333' }, requestContext: { http } }

    const { requestContext } = completeEvent(event)

    const { time, timeEpoch, requestId, ...rest } = requestContext as Record<string, unknown>
    assert.match(String(requestId), /^[0-9a-f-]{36}$/)
    assert.match(String(time), /^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/)
    assert.ok(Number(timeEpoch) > 1.7e12)
    assert.deepEqual(rest, {
      http,
      accountId: '000000000000',
      apiId: 'local',
      domainName: 'localhost',
      domainPrefix: 'localhost',
      stage: '$default',
    })
  })

  it('keeps the id that it has', () => {
    const event = { version: '2.0', requestContext: { http, requestId: 'first' } }

    assert.equal(completeEvent(event).requestContext.requestId, 'first')
  })

  it('of another kind is left alone', () => {
    const event = { Records: [] }
    assert.equal(completeEvent(event), event)
  })

  it('and its answer may hold 6 MB', () => {
    const small = 'x'.repeat(6 * 1024 * 1024)

    assert.equal(refuseRequest(small), undefined)
    assert.equal(refuseResponse(small), undefined)
    assert.equal(refuseRequest(`${small}x`)?.errorType, 'RequestEntityTooLargeException')
    const large = 'x'.repeat(small.length + 101)
    assert.equal(refuseResponse(large)?.errorType, 'Function.ResponseSizeTooLarge')
  })

  it('is reported as Lambda reports it', () => {
    const report = { id: 'a', name: 'f', duration: 1.234, memory: 512, maxMemory: 48 }

    assert.equal(
      renderReport({ ...report, init: 30 }),
      'REPORT RequestId: a\tDuration: 1.23 ms\tBilled Duration: 32 ms\tMemory Size: 512 MB\t' +
        'Max Memory Used: 48 MB\tInit Duration: 30.00 ms',
    )
  })

  it('is added up by function: waits, starts, requests, messages under way', () => {
    const times = createTimes()
    const now = Date.now()
    const record = (sent: number, count: string) => ({
      attributes: { SentTimestamp: String(sent), ApproximateReceiveCount: count },
    })
    const usage = { memory: 48, elapsed: 8, cpu: 2, calls: { 'localhost:3335': 5, other: 1 } }
    const report = { id: 'a', name: 'f', duration: 10, memory: 512, maxMemory: 48, usage }

    times.add({ ...report, waited: 50, init: 30 }, {})
    times.add({ ...report, waited: 1 }, { Records: [record(now - 111, '1'), record(0, '2')] })

    const { f } = times.list({ ':3335': 'database' })
    const { underWay, ...sums } = f!
    assert.deepEqual(sums, {
      count: 2,
      coldStarts: 1,
      waiting: 21,
      starting: 30,
      duration: 20,
      handing: 4,
      cpu: 4,
      messages: 1,
      calls: { database: 10, others: 2 },
    })
    assert.ok(underWay >= 100 && underWay < 150, `${underWay}`)
  })
})
