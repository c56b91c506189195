import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SNSEventRecord, SQSRecord } from 'aws-lambda'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { createDelivery, type Delivery, type DeliveryOptions } from '../local/delivery.ts'
import { createFaults, type Faults, type FaultSettings } from '../local/faults.ts'
import { findMarks } from '../local/faults/marks.ts'
import { createRecorder } from '../local/trace/recorder.ts'
import { traceInvocations } from '../local/trace/install.ts'

const place = { label: 'queue thumbs', targets: ['@queues thumbs', 'queue thumbs'] }

/** Which of so many messages are struck. */
const strikes = (faults: Faults, count: number, at = place) =>
  Array.from({ length: count }, () => faults.strike(['drop'], at) !== undefined)

describe('fault rules', () => {
  let stateDir: string
  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), 'plugboard-faults-'))
  })
  afterEach(() => rmSync(stateDir, { recursive: true, force: true }))

  it('strike the same way again from the same seed', () => {
    const faults = createFaults({ seed: 7 })
    faults.add({ kind: 'drop', target: 'queue thumbs', probability: 0.3 })

    const first = strikes(faults, 200)
    faults.setSeed(8)
    const other = strikes(faults, 200)
    faults.setSeed(7)
    const again = strikes(faults, 200)

    const share = first.filter(Boolean).length / 200
    assert.ok(share > 0.2 && share < 0.4, `${share} of them are struck`)
    assert.deepEqual(again, first)
    assert.notDeepEqual(other, first)
    assert.equal(faults.list()[0]?.hits, again.filter(Boolean).length)
  })

  it('do not disturb each other’s dice', () => {
    const alone = createFaults({ seed: 7 })
    alone.add({ kind: 'drop', target: 'queue thumbs', probability: 0.5 })
    const among = createFaults({ seed: 7 })
    among.add({ kind: 'kill', target: '*' })
    among.add({ kind: 'drop', target: 'queue other', probability: 0.5 })
    among.add({ kind: 'drop', target: 'queue thumbs', probability: 0.5 })

    const expected = strikes(alone, 50)
    const mixed = Array.from({ length: 50 }, () => {
      among.strike(['kill'], place)
      among.strike(['drop'], { label: '', targets: ['queue other'] })
      return among.strike(['drop'], place) !== undefined
    })

    assert.deepEqual(mixed, expected)
  })

  it('strike so many times, one at a time, and tell of it in one line each', () => {
    const lines: string[] = []
    const faults = createFaults({ log: (line) => lines.push(line) })
    faults.add({ kind: 'kill', target: '@http get /', times: 1, after: 2, phase: 'before' })
    faults.add({ kind: 'kill', target: '*', times: 1, after: 0, phase: 'after' })
    let changes = 0
    const stop = faults.onChange(() => changes++)

    const at = { label: '@http get /', targets: ['@http get /'] }
    const found = [1, 2, 3].map(() => faults.strike(['throw', 'kill'], at)?.rule)
    stop()
    faults.clear()

    assert.deepEqual(found, ['kill-1', 'kill-2', undefined])
    assert.deepEqual(lines, [
      'Fault kill-1 at @http get /: it is killed before its call 3 leaves.',
      'Fault kill-2 at @http get /: it is killed when its call 1 is done, its answer not seen.',
    ])
    assert.equal(changes, 2)
    assert.deepEqual(faults.list(), [])
  })

  it('are kept over the end of the process, with their counts and their dice', () => {
    const whole = createFaults({ seed: 3 })
    const rule = { kind: 'drop', target: '*', probability: 0.5 } as const
    whole.add(rule)
    const expected = strikes(whole, 60)

    const first = createFaults({ seed: 3, stateDir })
    first.add(rule)
    first.add({ kind: 'delay', target: '*', seconds: 2 })
    first.remove('delay-1')
    const before = strikes(first, expected.indexOf(true) + 1)
    const second = createFaults({ stateDir })
    const after = strikes(second, 60 - before.length)

    assert.deepEqual([...before, ...after], expected)
    assert.equal(second.seed(), 3)
    assert.deepEqual(
      second.list().map(({ id, hits }) => [id, hits]),
      [['drop-1', expected.filter(Boolean).length]],
    )
  })

  it('are left out with a line where the file is wrong, and the others hold', () => {
    const lines: string[] = []
    const log = (line: string) => lines.push(line)
    const rules = [{ kind: 'drop' }, { kind: 'drop', target: '*' }]
    writeFileSync(join(stateDir, 'faults.json'), JSON.stringify({ rules }))

    const faults = createFaults({ stateDir, log })
    writeFileSync(join(stateDir, 'faults.json'), '{')
    const broken = createFaults({ stateDir, log })
    broken.add({ kind: 'throw', target: '*' })

    assert.deepEqual(
      faults.list().map(({ id }) => id),
      ['drop-1'],
    )
    assert.match(lines[0]!, /^A fault rule of .* is left out\. target is missing/)
    assert.match(lines[1]!, /^There are no faults: .*faults\.json cannot be read/)
    assert.match(readFileSync(join(stateDir, 'faults.json'), 'utf8'), /"throw-1"/)
  })

  it('are refused with all their mistakes at once', () => {
    const faults = createFaults()
    const add = (rule: object) => () => faults.add(rule as FaultSettings)
    const problems = (rule: object) => {
      try {
        add(rule)()
        return []
      } catch (error) {
        assert.equal((error as Error).name, 'FaultProblem')
        return (error as Error).message.split('\n')
      }
    }

    const many = { kind: 'explode', target: 'thumbs', probability: 2, times: 0.5, chance: 1 }
    assert.deepEqual(problems(many), [
      'There is no setting chance: there are target, kind, probability, times, seconds, after, phase.',
      'target is "thumbs": it is a function such as "@queues article-viewed" or "@http get /", ' +
        '"topic article-published", "queue article-viewed", or "*".',
      'kind is "explode": it is one of duplicate, drop, delay, reorder, throw, timeout, kill.',
      'probability is 2: it is a number from 0 to 1.',
      'times is 0.5: it is a whole number from 1 on.',
    ])
    assert.deepEqual(problems({ kind: 'drop', target: '*', seconds: 0, after: -1, phase: 'now' }), [
      'seconds is 0: it is a number above 0, up to 43200.',
      'after is -1: it is a whole number from 0 on.',
      'phase is "now": it is before or after.',
      'seconds goes with a delay only.',
      'after goes with a kill only.',
      'phase goes with a kill only.',
    ])
    assert.deepEqual(problems({ kind: 'drop', target: '@http get /' }), [
      'drop strikes messages of topics and queues; @http get / gets none.',
    ])
    assert.throws(() => faults.setSeed(0.5), /seed is 0\.5/)
    assert.deepEqual(faults.list(), [])
  })

  it('are refused for what is not there, once that is known', () => {
    const faults = createFaults()
    faults.learn({ functions: ['@http get /', '@queues thumbs'] })
    faults.learn({ topics: [], queues: [{ name: 'thumbs', fifo: false }] })

    const add = (target: string) => () => faults.add({ kind: 'throw', target })
    assert.throws(
      add('@http get /nowhere'),
      /^FaultProblem: There is no @http get \/nowhere: there are get \/\.$/,
    )
    assert.throws(add('topic paid'), /There is no topic paid: there is none\./)
    assert.throws(add('queue x'), /There is no queue x: there are thumbs\./)
    assert.equal(add('queue thumbs')().id, 'throw-1')
  })
})

describe('faults of messages', () => {
  let delivery: Delivery
  let faults: Faults
  let lines: string[]
  let calls: {
    name: string
    at: number
    faults: readonly string[]
    records: (SNSEventRecord & SQSRecord)[]
  }[]
  afterEach(() => delivery.stop())

  const plan = {
    topics: [{ name: 'paid', subscribers: ['paid', 'mail-on-paid'] }],
    queues: [
      { name: 'thumbs', batchSize: 1 },
      { name: 'ledger', fifo: true },
    ],
  }

  async function start(rules: FaultSettings[], more: Partial<DeliveryOptions> = {}) {
    lines = []
    calls = []
    faults = createFaults({ log: (line) => lines.push(line) })
    delivery = await createDelivery({
      ...plan,
      port: 0,
      backoff: 0.05,
      faults,
      async invoke({ name, payload }) {
        const { Records: records } = payload as { Records: (SNSEventRecord & SQSRecord)[] }
        calls.push({ name, at: performance.now(), faults: findMarks(payload as object), records })
      },
      ...more,
    })
    for (const rule of rules) faults.add(rule)
  }

  const bodies = () =>
    calls.map(({ records }) => records.map(({ body, Sns }) => body ?? Sns?.Message))
  const receives = () =>
    calls.map(({ records }) => Number(records[0]?.attributes.ApproximateReceiveCount))

  it('duplicate: hands a message out once more when it was done', async () => {
    await start([{ kind: 'duplicate', target: 'queue thumbs' }])

    await delivery.send('thumbs', 'x')
    await delivery.settle()

    assert.deepEqual(bodies(), [['x'], ['x']])
    assert.equal(calls[0]?.records[0]?.messageId, calls[1]?.records[0]?.messageId)
    assert.deepEqual(receives(), [1, 1])
    assert.deepEqual(
      calls.map((call) => call.faults),
      [[], ['duplicate']],
    )
    assert.match(lines.join('\n'), /^Fault duplicate-1 at queue thumbs: message \w{8} was done/)
  })

  it('duplicate: of a topic, for each subscriber or for one', async () => {
    await start([{ kind: 'duplicate', target: '@events mail-on-paid' }])

    await delivery.publish('paid', '1')
    await delivery.settle()
    faults.clear()
    faults.add({ kind: 'duplicate', target: 'topic paid' })
    await delivery.publish('paid', '2')
    await delivery.settle()

    const heard = (name: string) => calls.filter((it) => it.name === name).length
    assert.deepEqual([heard('mail-on-paid'), heard('paid')], [4, 3])
  })

  it('drop: the message comes again later, and the try counts', async () => {
    await start([{ kind: 'drop', target: '*', times: 1 }])

    const sentAt = performance.now()
    await delivery.send('thumbs', 'x')
    await delivery.settle()

    assert.deepEqual(receives(), [2])
    assert.ok(calls[0]!.at - sentAt >= 50)
    assert.deepEqual(calls[0]?.faults, ['drop'])
  })

  it('drop: what is always lost is set aside, with that reason', async () => {
    await start([{ kind: 'drop', target: '@queues thumbs' }])

    await delivery.send('thumbs', 'x')
    await delivery.settle()

    const [letter] = delivery.listDead('thumbs')
    assert.deepEqual(calls, [])
    assert.equal(letter?.attempts, 3)
    assert.equal(letter.reason, 'Fault drop-1: it was handed out, and lost on its way')
  })

  it('delay: the message comes later, and the try does not count', async () => {
    await start([{ kind: 'delay', target: '*', seconds: 0.4 }])

    const sentAt = performance.now()
    await delivery.send('thumbs', 'x')
    await delivery.settle()

    assert.deepEqual(receives(), [1])
    // Queues count whole milliseconds.
    assert.ok(calls[0]!.at - sentAt > 398)
    assert.deepEqual(calls[0]?.faults, ['delay'])
  })

  it('reorder: others pass the message', async () => {
    await start([{ kind: 'reorder', target: 'queue thumbs', times: 1 }])

    for (const body of ['1', '2', '3']) await delivery.send('thumbs', body)
    await delivery.settle()

    assert.deepEqual(bodies().flat(), ['2', '3', '1'])
    assert.deepEqual(receives(), [1, 1, 1])
  })

  it('keep the order of a FIFO group, and say so when they cannot', async () => {
    await start([
      { kind: 'delay', target: 'queue ledger', seconds: 0.1, times: 1 },
      { kind: 'drop', target: 'queue ledger', probability: 0.3 },
      { kind: 'reorder', target: '*' },
    ])

    for (const body of ['1', '2', '3', '4', '5', '6']) {
      await delivery.send('ledger', body, { groupId: body < '5' ? 'a' : 'b' })
    }
    await delivery.settle()

    const seen = bodies().flat()
    assert.deepEqual(
      seen.filter((it) => it! < '5'),
      ['1', '2', '3', '4'],
    )
    assert.deepEqual(
      seen.filter((it) => it! >= '5'),
      ['5', '6'],
    )
    assert.ok(faults.list()[1]!.hits > 0)
    assert.throws(
      () => faults.add({ kind: 'reorder', target: '@queues ledger' }),
      /ledger is a FIFO queue, which keeps its order: reorder a standard queue or a topic\./,
    )
  })

  it('are marked in the trace, as are those of the invocation', async () => {
    const recorder = createRecorder()
    await start(
      [
        { kind: 'duplicate', target: '*' },
        { kind: 'throw', target: '*', times: 1 },
      ],
      {
        invoke: ({ pragma, name, payload }) =>
          new Promise((resolve) => {
            const event = payload as Record<string, unknown>
            traced({ lambda: { pragma, name }, event }, (_err, response) => resolve(response))
          }),
      },
    )
    const traced = traceInvocations(recorder, (_params, callback) => callback(undefined), faults)

    await delivery.send('thumbs', 'x')
    await delivery.settle()

    assert.deepEqual(
      recorder.list().map((span) => span.faults),
      [['throw'], ['duplicate']],
    )
  })

  it('are survived: a message that somebody died at waits until it is free, and is not given up', async () => {
    let isFree = false
    let tries = 0
    await start([], {
      async invoke() {
        tries++
        if (!isFree) throw new Error('The same is being done right now')
      },
    })

    await delivery.send('thumbs', 'x')
    const settled = delivery.settle()
    await until(() => tries > 4)
    isFree = true
    await settled

    assert.deepEqual(delivery.listDead(), [])
  })
})

async function until(isTrue: () => boolean): Promise<void> {
  const deadline = performance.now() + 8000
  while (!isTrue()) {
    assert.ok(performance.now() < deadline, 'it did not happen within 8 s')
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
