/**
 * What our code counts on from SES: held against the twin always, against Amazon's own on request.
 *
 * @module
 */
import assert from 'node:assert/strict'
import awsLite from '@aws-lite/client'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { toSendEmail } from '../ses.ts'

/** A SES to be examined. */
export interface Ses {
  /** Left out: Amazon's. */
  endpoint?: string
  credentials?: { accessKeyId: string; secretAccessKey: string; region: string }
  /** A verified sender. */
  from: string
  /** A recipient that takes mail. */
  to: string
  stop?: () => Promise<void>
}

interface Outcome {
  status: number
  /** Of an error, `x-amzn-errortype` without its namespace. */
  type?: string
  messageId?: unknown
}

export function testSes(name: string, open: () => Promise<Ses>, { skip = false } = {}): void {
  describe.skipIf(skip)(name, () => {
    let ses: Ses
    let client: Awaited<ReturnType<typeof awsLite>>

    beforeAll(async () => {
      ses = await open()
      const { endpoint, credentials } = ses
      client = await awsLite({ retries: 0, ...credentials, ...(endpoint && { endpoint }) })
    })
    afterAll(() => ses.stop?.())

    async function send(payload: object): Promise<Outcome> {
      try {
        const call = { service: 'ses', path: '/v2/email/outbound-emails', method: 'POST', payload }
        const { statusCode, payload: answer } = await client(call)
        return { status: statusCode, messageId: answer['MessageId'] }
      } catch (error) {
        const { statusCode, headers } = error as {
          statusCode: number
          headers: Record<string, string>
        }
        return { status: statusCode, type: toType(headers['x-amzn-errortype']) }
      }
    }

    const mail = (change: object = {}) =>
      toSendEmail(
        { to: ses.to, subject: 'Grüße ✓', text: 'Text', html: '<p>HTML</p>', ...change },
        ses.from,
      )

    const simple = (change: object) => {
      const whole = mail()
      return { ...whole, Content: { Simple: { ...whole.Content.Simple, ...change } } }
    }

    it('takes a mail with text, HTML and headers for unsubscribing', async () => {
      const headers = {
        'List-Unsubscribe': '<https://example.org/leave?token=a.b>',
        'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      }

      const { status, messageId } = await send(mail({ headers }))

      assert.equal(status, 200)
      assert.match(String(messageId), /^[\w-]{10,}$/)
    })

    it('refuses a sender that is not verified', async () => {
      const outcome = await send({ ...mail(), FromEmailAddress: 'nobody@unverified.example' })

      assert.deepEqual(outcome, { status: 400, type: 'MessageRejected' })
    })

    it('refuses a mail without sender', async () => {
      const { FromEmailAddress: _, ...rest } = mail()

      assert.equal((await send(rest)).status, 400)
    })

    it('refuses a mail without recipients', async () => {
      assert.equal((await send({ ...mail(), Destination: { ToAddresses: [] } })).status, 400)
    })

    it('refuses more than 50 recipients', async () => {
      const ToAddresses = Array.from({ length: 51 }, () => ses.to)

      assert.equal((await send({ ...mail(), Destination: { ToAddresses } })).status, 400)
    })

    it.each(['nobody', 'no body@example.org', 'nobody@'])('refuses to send to %j', async (to) => {
      const outcome = await send({ ...mail(), Destination: { ToAddresses: [to] } })

      assert.deepEqual(outcome, { status: 400, type: 'BadRequestException' })
    })

    it('refuses a mail without subject or body', async () => {
      assert.equal((await send(simple({ Subject: undefined }))).status, 400)
      assert.equal((await send(simple({ Body: {} }))).status, 400)
    })

    it('refuses a header with a line break', async () => {
      const { status } = await send(mail({ headers: { 'X-Note': 'a\r\nBcc: eve@example.org' } }))

      assert.equal(status, 400)
    })

    it('refuses a call that is not signed', async () => {
      const region = ses.credentials?.region ?? process.env['AWS_REGION']
      const endpoint = ses.endpoint ?? `https://email.${region}.amazonaws.com`

      const { status } = await fetch(`${endpoint}/v2/email/outbound-emails`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(mail()),
      })

      assert.equal(status, 403)
    })
  })
}

/** `MessageRejected:http://internal…` and `com.amazonaws#MessageRejected` are `MessageRejected`. */
function toType(header = ''): string {
  return header.split(':')[0]!.split('#').at(-1)!
}
