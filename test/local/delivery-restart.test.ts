import assert from 'node:assert/strict'
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, it } from 'vitest'
import type { SNSEventRecord, SQSRecord } from 'aws-lambda'
import { createDelivery, type Delivery } from '#framework/local/delivery.ts'
import { local } from '#framework/plugin/names.ts'

const plan = {
  topics: [{ name: 'paid', subscribers: ['paid', 'mail-on-paid'] }],
  queues: [{ name: 'thumbs' }, { name: 'ledger', fifo: true }],
  backoff: 0.3,
}

describe('delivery over the end of its process', () => {
  let stateDir: string
  let child: ChildProcess | undefined
  let delivery: Delivery | undefined
  let lines: string[] = []
  let records: (SQSRecord & SNSEventRecord)[] = []

  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), 'plugboard-delivery-'))
    lines = []
    records = []
  })
  afterEach(async () => {
    child?.kill('SIGKILL')
    await delivery?.stop()
    delivery = undefined
    rmSync(stateDir, { recursive: true, force: true })
  })

  /** Starts a process whose functions succeed, fail or hang; answers its port. */
  async function startChild(answer: 'succeed' | 'fail' | 'hang', more: object = {}) {
    const file = fileURLToPath(new URL('./delivery-process.ts', import.meta.url))
    const parameters = [file, stateDir, answer, JSON.stringify({ ...plan, ...more })]
    child = spawn(process.execPath, parameters, {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NODE_NO_WARNINGS: '1' },
    })
    createInterface(child.stdout!).on('line', (line) => lines.push(line))
    const line = await until(() => lines.find((it) => it.startsWith('port ')))
    return Number(line.slice(5))
  }

  async function kill(): Promise<void> {
    const ended = once(child!, 'exit')
    child!.kill('SIGKILL')
    await ended
  }

  /** Starts delivery again, here, with functions that succeed. */
  async function startAgain(more: object = {}): Promise<Delivery> {
    delivery = await createDelivery({
      ...plan,
      port: 0,
      stateDir,
      ...more,
      async invoke({ payload }) {
        records.push(...(payload as { Records: typeof records }).Records)
      },
    })
    return delivery
  }

  async function post(port: number, body: string | URLSearchParams, headers = {}) {
    const response = await fetch(`http://127.0.0.1:${port}`, { method: 'POST', headers, body })
    assert.equal(response.status, 200)
    return response.text()
  }

  async function send(port: number, queue: string, MessageBody: string, more = {}) {
    const QueueUrl = local.queue(port, queue)
    const headers = {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'AmazonSQS.SendMessage',
    }
    const answer = await post(port, JSON.stringify({ QueueUrl, MessageBody, ...more }), headers)
    return JSON.parse(answer) as { MessageId: string }
  }

  const publish = (port: number, Message: string) =>
    post(port, new URLSearchParams({ Action: 'Publish', TopicArn: local.topic('paid'), Message }))

  const inGroup = (id: string) => ({ MessageGroupId: 'a', MessageDeduplicationId: id })
  const bodies = () => records.map(({ body, Sns }) => body ?? Sns?.Message)

  it('loses no acknowledged message to kill -9', async () => {
    const port = await startChild('hang')
    const acknowledged: string[] = []
    const senders = Array.from({ length: 8 }, async (_, sender) => {
      for (let index = 0; ; index++) {
        const text = `${sender}-${index}`
        try {
          await (sender % 2 ? send(port, 'thumbs', text) : publish(port, text))
        } catch {
          return
        }
        acknowledged.push(text)
      }
    })

    await until(() => acknowledged.length > 200 || undefined)
    await kill()
    await Promise.all(senders)
    await (await startAgain()).settle()

    const seen = new Set(bodies())
    assert.deepEqual(
      acknowledged.filter((text) => !seen.has(text)),
      [],
    )
  })

  it('forgets what was handled', async () => {
    const port = await startChild('succeed')
    await send(port, 'thumbs', 'x')
    await until(() => lines.find((it) => it === 'called x'))
    await rest(100)

    await kill()
    await (await startAgain()).settle()

    assert.deepEqual(bodies(), [])
  })

  it('goes on counting tries, and takes one that was cut off for none', async () => {
    const port = await startChild('fail')
    await send(port, 'thumbs', 'x')
    await until(() => lines.find((it) => it.includes('attempt 1 of 3')))
    await kill()
    await startChild('hang')
    await until(() => lines.filter((it) => it === 'called x').length === 2 || undefined)
    await kill()

    await (await startAgain()).settle()

    assert.deepEqual(
      records.map(({ attributes }) => attributes.ApproximateReceiveCount),
      ['2'],
    )
  })

  it('keeps the order of a FIFO group, and knows what it has seen', async () => {
    const port = await startChild('hang')
    const sent = []
    for (const body of ['1', '2', '3'])
      sent.push(await send(port, 'ledger.fifo', body, inGroup(body)))
    await kill()

    const { port: again, settle } = await startAgain()
    const copy = await send(again, 'ledger.fifo', '2', inGroup('2'))
    await send(again, 'ledger.fifo', '4', inGroup('4'))
    await settle()

    assert.deepEqual(bodies(), ['1', '2', '3', '4'])
    assert.equal(copy.MessageId, sent[1]!.MessageId)
    const numbers = records.map(({ attributes }) => attributes.SequenceNumber!)
    assert.deepEqual(numbers, [...new Set(numbers)].toSorted())
  })

  it('keeps a delay', async () => {
    const port = await startChild('succeed')
    const sentAt = Date.now()
    await send(port, 'thumbs', 'later', { DelaySeconds: 2 })
    await kill()

    await startAgain()
    await rest(200)
    assert.deepEqual(bodies(), [])
    await until(() => bodies()[0])

    assert.ok(Date.now() - sentAt >= 2000)
  })

  it('keeps dead letters with their reason, and tries them again when told', async () => {
    const port = await startChild('fail', { backoff: 0.01 })
    await publish(port, 'invoice')
    await until(() => lines.filter((it) => it.includes('attempt 3 of 3')).length === 2 || undefined)
    await rest(300)
    await kill()

    const { listDead, redrive, settle, countDead } = await startAgain()
    const [letter] = listDead('mail-on-paid')
    assert.equal(redrive('mail-on-paid'), 1)
    await settle()

    assert.equal(letter?.reason, 'The bank is closed')
    assert.equal(letter?.attempts, 3)
    assert.deepEqual(bodies(), ['invoice'])
    assert.equal(await countDead('mail-on-paid'), 0)
    assert.equal(await countDead('paid'), 1)
  })
})

async function until<T>(find: () => T | undefined): Promise<T> {
  const deadline = Date.now() + 8000
  for (;;) {
    const found = find()
    if (found !== undefined) return found
    assert.ok(Date.now() < deadline, 'it did not happen within 8 s')
    await rest(10)
  }
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
