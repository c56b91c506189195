/**
 * Sending to SQS: up to ten messages per request, what SQS left out once more.
 *
 * @module
 */
import { backOff, requestAws } from '../aws.ts'
import { kernelErrors } from '../errors.ts'
import { largestMessage } from '../message.ts'

/** A message on its way out. */
export interface Outgoing {
  id: string
  text: string
  key?: string
  delaySeconds?: number
  groupId?: string
}

interface Entry {
  Id: string
  MessageBody: string
}

interface Answer {
  Failed?: { Id: string; Code: string; Message?: string; SenderFault: boolean }[]
}

const attempts = 5

/** @throws AggregateError with one reason for each request that failed */
export async function sendAll(name: string, url: string, messages: readonly Outgoing[]) {
  const entries = messages.map((message, index) => toEntry(name, url, message, index))
  const batches = toBatches(entries)
  // One after the other: a FIFO queue keeps the order in which they come.
  const failures: unknown[] = []
  for (const batch of batches) {
    try {
      await sendBatch(name, url, batch)
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length === 1 && batches.length === 1) throw failures[0]
  if (failures.length > 0) throw new AggregateError(failures, `[${name}] some were not sent`)
}

function toEntry(name: string, url: string, message: Outgoing, index: number): Entry {
  const { id, text, key, delaySeconds, groupId } = message
  const isFifo = url.endsWith('.fifo')
  if (delaySeconds !== undefined) checkDelay(name, delaySeconds, isFifo)
  return {
    Id: String(index),
    MessageBody: text,
    ...(delaySeconds !== undefined && { DelaySeconds: delaySeconds }),
    ...(isFifo && { MessageGroupId: toToken(groupId ?? name) }),
    ...(isFifo && { MessageDeduplicationId: toToken(key ?? id) }),
  }
}

function checkDelay(name: string, seconds: number, isFifo: boolean) {
  if (isFifo)
    throw new Error(`[${name}] is a FIFO queue, whose messages have no delay of their own.`)
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 900) {
    throw new Error(`[${name}] delaySeconds is ${seconds}: it must be from 0 to 900.`)
  }
}

// What SQS allows in its ids is less than what a key may be.
function toToken(text: string): string {
  if (/^[\w.-]{1,128}$/.test(text)) return text
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(text).digest('hex')
}

/** Ten messages at most, and together no larger than one may be. */
function toBatches(entries: readonly Entry[]): Entry[][] {
  const batches: Entry[][] = []
  let room = 0
  for (const entry of entries) {
    const size = Buffer.byteLength(entry.MessageBody)
    const last = batches.at(-1)
    if (last && last.length < 10 && size <= room) {
      last.push(entry)
      room -= size
    } else {
      batches.push([entry])
      room = largestMessage - size
    }
  }
  return batches
}

async function sendBatch(name: string, url: string, batch: readonly Entry[]) {
  let Entries = batch
  for (let attempt = 1; ; attempt++) {
    const { Failed = [] } = await requestSqs<Answer>('SendMessageBatch', { QueueUrl: url, Entries })
    if (Failed.length === 0) return

    const [wrong] = Failed.filter(({ SenderFault }) => SenderFault)
    if (wrong) throw new Error(`[${name}] SQS refused a message: ${wrong.Message ?? wrong.Code}`)
    if (attempt >= attempts) {
      throw kernelErrors.UNAVAILABLE({ cause: new Error(`[${name}] ${Failed[0]!.Code}`) })
    }
    const left = new Set(Failed.map(({ Id }) => Id))
    Entries = Entries.filter(({ Id }) => left.has(Id))
    await backOff(attempt)
  }
}

async function requestSqs<T>(action: string, body: object): Promise<T> {
  const answer = await requestAws('sqs', {
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AmazonSQS.${action}`,
    },
    body: JSON.stringify(body),
  })
  return answer as T
}
