import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { completeEvent } from '../local/invoke/event.ts'
import { refuseRequest, refuseResponse } from '../local/invoke/limits.ts'
import { renderReport } from '../local/invoke/report.ts'

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
})
