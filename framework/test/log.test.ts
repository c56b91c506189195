import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { afterEach, beforeEach, describe, it, vi } from 'vitest'
import { kernelErrors } from '../errors.ts'
import { log, metric, requestId, setLogOutput, withRequestId } from '../log.ts'

let lines: string[]
let restore: () => void

beforeEach(() => {
  lines = []
  restore = setLogOutput((line) => lines.push(line))
  vi.stubEnv('LOG_LEVEL', 'info')
})

afterEach(() => {
  restore()
  vi.unstubAllEnvs()
})

describe('log', () => {
  it('writes one line of JSON, whatever is in it', () => {
    vi.stubEnv('AWS_LAMBDA_FUNCTION_NAME', 'get-index')

    log.info('two\nlines', { text: 'a\r\nb\u2028c' })

    assert.equal(lines.length, 1)
    assert.doesNotMatch(lines[0]!, /[\r\n]/)
    const entry = JSON.parse(lines[0]!)
    assert.deepEqual(Object.keys(entry), ['time', 'level', 'message', 'function', 'text'])
    assert.match(entry.time, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    assert.equal(entry.level, 'info')
    assert.equal(entry.message, 'two\nlines')
    assert.equal(entry.function, 'get-index')
  })

  it('does not let fields replace what every entry has', () => {
    log.warn('mine', { level: 'debug', message: 'theirs', time: 'never', other: 1 })

    const { level, message, time, other } = last()
    assert.deepEqual([level, message, other], ['warn', 'mine', 1])
    assert.notEqual(time, 'never')
  })

  it('leaves out what is below LOG_LEVEL', () => {
    log.debug('no')
    vi.stubEnv('LOG_LEVEL', 'ERROR')
    log.warn('no')
    log.error('yes')
    vi.stubEnv('LOG_LEVEL', 'silent')
    log.error('no')
    metric('no', 1)
    vi.stubEnv('LOG_LEVEL', 'nonsense')
    log.info('yes')

    assert.deepEqual(
      lines.map((line) => JSON.parse(line).message),
      ['yes', 'yes'],
    )
  })

  it('writes errors whole: code, stack, cause, and errors within', () => {
    const root = new TypeError('root')
    const error = kernelErrors.CONFLICT({ detail: 'above', cause: root })

    log.error('failed', { error, many: new AggregateError([root], 'several') })
    log.error('failed', root)

    const [first, second] = lines.map((line) => JSON.parse(line))
    assert.equal(first.error.code, 'CONFLICT')
    assert.equal(first.error.message, 'above')
    assert.match(first.error.stack, /log\.test\.ts/)
    assert.equal(first.error.cause.name, 'TypeError')
    assert.match(first.error.cause.stack, /root/)
    assert.equal(first.many.errors[0].message, 'root')
    assert.equal(second.error.message, 'root')
  })

  it('hides secrets, wherever they stand', () => {
    log.info('in', {
      password: 'hunter2',
      request: { headers: { Authorization: 'Bearer abcdefghijk', cookie: 'a=b', accept: '*/*' } },
      items: [{ apiKey: 'k', accessToken: 't', clientSecret: ['s'], pin: 'shown' }],
      text: 'sent Bearer eyJhbGciOi.J9.x to them',
      hasPassword: true,
      address: new URL('https://user:pw@example.com/a?token=abc'),
    })

    const entry = last()
    assert.equal(entry.password, '[redacted]')
    assert.deepEqual(entry.request.headers, {
      Authorization: '[redacted]',
      cookie: '[redacted]',
      accept: '*/*',
    })
    assert.deepEqual(entry.items, [
      { apiKey: '[redacted]', accessToken: '[redacted]', clientSecret: '[redacted]', pin: 'shown' },
    ])
    assert.equal(entry.text, 'sent Bearer [redacted] to them')
    assert.equal(entry.hasPassword, true)
    assert.equal(entry.address, 'https://example.com/a')
  })

  it('survives every kind of value', () => {
    const circle: Record<string, unknown> = { name: 'circle' }
    circle['self'] = circle
    const shared = { a: 1 }
    const deep = JSON.parse('{"a":'.repeat(50) + '1' + '}'.repeat(50))
    const hostile = {
      get broken() {
        throw new Error('no')
      },
    }

    log.info('all', {
      circle,
      twice: [shared, shared],
      deep,
      hostile,
      big: 1n,
      nan: Number.NaN,
      none: undefined,
      nothing: null,
      date: new Date(0),
      bad: new Date(Number.NaN),
      map: new Map([['k', new Set([1])]]),
      raw: new Uint8Array(9),
      call: last,
      symbol: Symbol('s'),
      long: 'x'.repeat(20_000),
      list: Array.from({ length: 150 }, (_, index) => index),
    })

    const entry = last()
    assert.equal(entry.circle.self, '[circular]')
    assert.deepEqual(entry.twice, [shared, shared])
    assert.match(JSON.stringify(entry.deep), /too deep/)
    assert.match(entry.hostile.broken, /unreadable/)
    assert.deepEqual(
      [entry.big, entry.nan, entry.nothing, entry.date, entry.bad, entry.raw, entry.symbol],
      ['1', 'NaN', null, '1970-01-01T00:00:00.000Z', 'Invalid Date', '[9 bytes]', 'Symbol(s)'],
    )
    assert.deepEqual(entry.map, { k: [1] })
    assert.equal(entry.call, '[function last]')
    assert.match(entry.long, /3616 characters more/)
    assert.equal(entry.list.length, 101)
    assert.ok(!('none' in entry))
  })

  it('writes to stdout, alone on its line', () => {
    const code = `
      import { log } from './framework/log.ts'
      log.info('one', { n: 1 })
      log.info('x'.repeat(200_000).slice(0, 9), { list: Array.from({ length: 99 }, () => 'y'.repeat(9000)) })`

    const out = execFileSync(process.execPath, ['--input-type=module', '-e', code], {
      env: { LOG_LEVEL: 'info' },
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    })

    const [first, second, end] = out.split('\n')
    assert.equal(JSON.parse(first!).n, 1)
    assert.equal(JSON.parse(second!).list.length, 99)
    assert.equal(end, '')
  })
})

describe('withRequestId', () => {
  it('follows the work across awaits and timers, and keeps two requests apart', async () => {
    const ids = await Promise.all([workLater('a'), workLater('b')])

    assert.deepEqual(ids, ['a', 'b'])
    assert.deepEqual(lines.map((line) => JSON.parse(line).requestId).toSorted(), ['a', 'b'])
    assert.equal(requestId(), undefined)
  })
})

describe('metric', () => {
  it('writes the embedded metric format', () => {
    vi.stubEnv('ARC_APP_NAME', 'shop')

    withRequestId('r1', () => metric('OrderPlaced', 3, 'Count', { channel: 'web' }))

    const { _aws, ...values } = last()
    assert.deepEqual(values, { channel: 'web', OrderPlaced: 3, requestId: 'r1' })
    assert.deepEqual(_aws.CloudWatchMetrics, [
      {
        Namespace: 'shop',
        Dimensions: [['channel']],
        Metrics: [{ Name: 'OrderPlaced', Unit: 'Count' }],
      },
    ])
    assert.ok(Math.abs(_aws.Timestamp - Date.now()) < 5000)
  })

  it('refuses what is no number', () => {
    assert.throws(() => metric('Odd', Number.NaN), /metric Odd is NaN/)
  })
})

function last() {
  return JSON.parse(lines.at(-1)!)
}

function workLater(id: string) {
  return withRequestId(id, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    log.info('later')
    return requestId()
  })
}
