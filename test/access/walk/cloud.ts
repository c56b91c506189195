/**
 * The local cloud, as whoever holds its console has it: schedules run, messages are lost, time goes by.
 *
 * @module
 */
import { expectOk } from '../visitor.ts'

export type Cloud = ReturnType<typeof createCloud>

export function createCloud({ console, delivery }: { console: string; delivery: string }) {
  async function tell(path: string, method = 'POST', data?: object): Promise<void> {
    const headers = { origin: console, 'content-type': 'application/json' }
    const init = { method, headers, ...(data && { body: JSON.stringify(data) }) }
    await expectOk(fetch(`${console}/api/${path}`, init), `${method} ${path}`)
  }

  return {
    run: (schedule: string) => tell(`schedules/${schedule}/run`),
    /** From now on messages of a queue do not arrive. */
    lose: (queue: string) => tell('faults', 'POST', { target: `queue ${queue}`, kind: 'drop' }),
    loseNothing: () => tell('faults', 'DELETE'),
    /** What falls due on the way is done. */
    advance: (seconds: number) => tell('clock', 'POST', { advance: { seconds } }),
    /** What falls due on the way is left out. */
    jump: (hours: number) => tell('clock', 'POST', { jump: { hours } }),
    /** Sends to a queue what nobody here sent. */
    send: (queue: string, body: object) =>
      askLocal(delivery, 'AmazonSQS.SendMessage', {
        QueueUrl: `${delivery}/000000000000/${queue}`,
        MessageBody: JSON.stringify(body),
      }),
  }
}

/** Asks a part of the local cloud itself. It wants a signature, and does not read it. */
export async function askLocal(address: string, target: string, data: object): Promise<void> {
  const headers = {
    'content-type': `application/x-amz-json-1.0`,
    'x-amz-target': target,
    'x-amz-date': '20260101T000000Z',
    authorization:
      'AWS4-HMAC-SHA256 Credential=local/20260101/us-west-2/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
  }
  const init = { method: 'POST', headers, body: JSON.stringify(data) }
  await expectOk(fetch(address, init), target)
}
