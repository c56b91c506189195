import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { AppError, catalogue, defineErrors, kernelErrors } from '../errors.ts'

describe('defineErrors', () => {
  it('makes a factory for each code', () => {
    const errors = defineErrors({ TEST_NOTE_NOT_FOUND: [404, 'No such note'] })

    const error = errors.TEST_NOTE_NOT_FOUND()

    assert.ok(error instanceof AppError && error instanceof Error)
    assert.equal(error.code, 'TEST_NOTE_NOT_FOUND')
    assert.equal(error.status, 404)
    assert.equal(error.message, 'No such note')
    assert.ok(!('detail' in error) && !('headers' in error))
  })

  it('takes a detail, fields at fault, headers and a cause', () => {
    const cause = new Error('below')

    const short = kernelErrors.CONFLICT('Ada saved first')
    const long = kernelErrors.UNAVAILABLE({
      detail: 'Try again',
      errors: [{ path: 'a', message: 'b' }],
      headers: { 'retry-after': '1' },
      cause,
    })

    assert.equal(short.detail, 'Ada saved first')
    assert.equal(short.message, 'Ada saved first')
    assert.equal(long.cause, cause)
    assert.deepEqual(long.errors, [{ path: 'a', message: 'b' }])
    assert.deepEqual(long.headers, { 'retry-after': '1' })
  })

  it('points its stack at the place that threw', () => {
    const error = kernelErrors.NOT_FOUND()

    assert.match(error.stack!, /errors\.test\.ts/)
  })

  it('keeps a catalogue of all codes', () => {
    defineErrors({ TEST_LISTED: [418, 'Teapot'] })

    assert.deepEqual(catalogue.get('TEST_LISTED'), { status: 418, title: 'Teapot' })
    assert.deepEqual(catalogue.get('INVALID_JSON'), {
      status: 400,
      title: 'The body is not valid JSON',
    })
  })

  it('refuses one code with two meanings', () => {
    defineErrors({ TEST_TWICE: [400, 'One'] })

    assert.doesNotThrow(() => defineErrors({ TEST_TWICE: [400, 'One'] }))
    assert.throws(
      () => defineErrors({ TEST_TWICE: [400, 'Two'] }),
      /TEST_TWICE is defined twice, as 'One' and as 'Two'/,
    )
  })

  it('refuses codes and statuses out of shape', () => {
    assert.throws(() => defineErrors({ notUpper: [400, 'x'] }), /UPPER_SNAKE_CASE/)
    assert.throws(() => defineErrors({ TEST_OK: [200, 'x'] }), /between 400 and 599/)
  })
})
