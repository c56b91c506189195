/**
 * Amazon SES: how a mail leaves.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 * @module
 */
import type { AwsLiteClient, AwsLiteRequest } from '@aws-lite/client'
import { isLocal, requireEnv } from '#framework/env.ts'
import { errors } from './errors.ts'
import type { Mail } from './mails.ts'

/** Milliseconds for one mail, of the ten seconds that a function has for several. */
const patience = 4000

/**
 * Hands a mail over to SES.
 *
 * @returns SES's id of the message
 * @throws MAIL_NOT_ACCEPTED, with SES's words
 */
export async function deliver(mail: Mail): Promise<string> {
  const from = requireEnv('MAIL_FROM')
  const ses = await getClient(process.env['AWS_ENDPOINT_URL_SESV2'])

  const request = {
    service: 'ses',
    path: '/v2/email/outbound-emails',
    method: 'POST',
    payload: toSendEmail(mail, from),
    // Not in aws-lite's types, but all of it reaches node:http.
    signal: AbortSignal.timeout(patience),
  } satisfies AwsLiteRequest & { signal: AbortSignal }

  try {
    const { payload } = await ses(request)
    return String(payload['MessageId'])
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw errors.MAIL_NOT_ACCEPTED({ detail: `SES says: ${reason}`, cause })
  }
}

/** A mail in the words of SES v2's SendEmail. */
export function toSendEmail({ to, subject, text, html, headers = {} }: Mail, from: string) {
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: [to] },
    Content: {
      Simple: {
        Subject: toContent(subject),
        Body: { Text: toContent(text), ...(html !== undefined && { Html: toContent(html) }) },
        Headers: Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
      },
    },
  }
}

function toContent(text: string) {
  return { Data: text, Charset: 'UTF-8' }
}

// Tests change the endpoint, and a container's keys are others after some hours; a Lambda has one client.
const clients = new Map<string, Promise<AwsLiteClient>>()

function getClient(endpoint = ''): Promise<AwsLiteClient> {
  const key = `${endpoint} ${process.env['AWS_ACCESS_KEY_ID']}`
  const known = clients.get(key)
  if (known) return known

  const client = createClient(endpoint)
  clients.set(key, client)
  client.catch(() => clients.delete(key))
  return client
}

async function createClient(endpoint: string): Promise<AwsLiteClient> {
  const { default: awsLite } = await import('@aws-lite/client')
  return awsLite({
    ...(endpoint && { endpoint }),
    // Throttling in a burst passes quickly; for anything longer the queue is the place to wait.
    retries: 2,
    ...(isLocal() && !process.env['AWS_ACCESS_KEY_ID'] && localKeys),
  })
}

// The twin takes any keys, but without keys aws-lite makes no request.
const localKeys = { accessKeyId: 'local', secretAccessKey: 'local' }
