/**
 * `SendEmail` of the SES v2 API: what it takes, and what it refuses in which words.
 *
 * @see https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html
 * @module
 */
import { randomBytes } from 'node:crypto'
import type { SentMail } from './outbox.ts'

/** A refusal, as SES's REST JSON protocol words it. */
export interface Refusal {
  status: number
  /** Goes into the header `x-amzn-errortype`. */
  type: string
  message: string
}

/** The parts of the body that are read. All may be missing: this is what came over the wire. */
interface SendEmailBody {
  FromEmailAddress?: string
  Destination?: { ToAddresses?: string[]; CcAddresses?: string[]; BccAddresses?: string[] }
  ReplyToAddresses?: string[]
  Content?: {
    Simple?: {
      Subject?: { Data?: string }
      Body?: { Text?: { Data?: string }; Html?: { Data?: string } }
      Headers?: { Name?: string; Value?: string }[]
    }
    Raw?: object
    Template?: object
  }
}

/** Message size limit of the v2 API. */
export const maxBytes = 40 * 1024 * 1024

/** A call as it came over the wire. */
export interface Call {
  authorization: string | undefined
  body: string
  /** Identities that are verified: addresses, or `Name <address>`. */
  senders: readonly string[]
}

/** The mail of a call, or why there is none. */
export function readSendEmail({ authorization, body, senders }: Call): SentMail | Refusal {
  const unsigned = checkSignature(authorization)
  if (unsigned) return unsigned

  const parsed = parse(body)
  if (!parsed) return refuse('BadRequestException', 'Unable to parse the request body')

  const problem = checkContent(parsed) ?? checkAddresses(parsed) ?? checkSender(parsed, senders)
  return problem ?? toMail(parsed)
}

function refuse(type: string, message: string, status = 400): Refusal {
  return { status, type, message }
}

function parse(body: string): SendEmailBody | undefined {
  try {
    const parsed: unknown = JSON.parse(body)
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined
  } catch {
    return undefined
  }
}

// The secret is not known here, so the signature itself is taken on trust, its scope is not.
function checkSignature(authorization: string | undefined): Refusal | undefined {
  if (!authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
    return refuse('MissingAuthenticationTokenException', 'Missing Authentication Token', 403)
  }
  const scope = /Credential=[^/,\s]+\/\d{8}\/[a-z0-9-]+\/([a-z0-9-]+)\/aws4_request/.exec(
    authorization,
  )
  if (scope?.[1] === 'ses') return undefined
  return refuse(
    'InvalidSignatureException',
    "Credential should be scoped to correct service: 'ses'.",
    403,
  )
}

function checkContent({ Content = {} }: SendEmailBody): Refusal | undefined {
  if (Content.Raw || Content.Template) {
    return refuse(
      'BadRequestException',
      'The twin takes Content.Simple only: extend twin/send-email.ts',
    )
  }
  const { Subject, Body, Headers = [] } = Content.Simple ?? {}
  if (!Content.Simple || Subject?.Data === undefined) {
    return refuse('BadRequestException', 'Content.Simple.Subject.Data is required')
  }
  if (!Body?.Text?.Data && !Body?.Html?.Data) {
    return refuse('BadRequestException', 'Content.Simple.Body needs Text or Html')
  }
  if (/[\r\n]/.test(Subject.Data))
    return refuse('BadRequestException', 'Control characters in subject')
  return checkHeaders(Headers)
}

function checkHeaders(headers: { Name?: string; Value?: string }[]): Refusal | undefined {
  if (headers.length > 15) return refuse('BadRequestException', 'More than 15 headers')
  const bad = headers.some(
    ({ Name = '', Value = '' }) => !/^[!-9;-~]{1,126}$/.test(Name) || !/^[ -~]{1,870}$/.test(Value),
  )
  return bad
    ? refuse('BadRequestException', 'Header name or value does not match the pattern')
    : undefined
}

function checkAddresses({
  FromEmailAddress,
  Destination = {},
}: SendEmailBody): Refusal | undefined {
  if (!FromEmailAddress) return refuse('BadRequestException', 'FromEmailAddress is required')

  const { ToAddresses = [], CcAddresses = [], BccAddresses = [] } = Destination
  const recipients = [...ToAddresses, ...CcAddresses, ...BccAddresses]
  if (recipients.length === 0) {
    return refuse('BadRequestException', 'At least one destination address is required.')
  }
  if (recipients.length > 50) return refuse('BadRequestException', 'Recipient count exceeds 50.')

  const problem = [FromEmailAddress, ...recipients].map(findAddressProblem).find(Boolean)
  return problem ? refuse('BadRequestException', problem) : undefined
}

// The words are those of JavaMail's InternetAddress, which SES passes on.
function findAddressProblem(mailbox: string): string | undefined {
  if (mailbox.length > 320) {
    return `Address length is more than 320 characters long: '${mailbox}'.`
  }
  const address = addressOf(mailbox)
  const at = address.indexOf('@')
  if (/[^!-~]/.test(at < 0 ? address : address.slice(0, at))) {
    return 'Local address contains control or whitespace'
  }
  if (at < 0) return "Missing final '@domain'"
  const domain = address.slice(at + 1)
  if (domain === '') return 'Missing domain'
  return /[^!-~]/.test(domain) ? 'Domain contains control or whitespace' : undefined
}

function checkSender(
  { FromEmailAddress = '' }: SendEmailBody,
  senders: readonly string[],
): Refusal | undefined {
  const sender = addressOf(FromEmailAddress)
  if (senders.some((verified) => addressOf(verified) === sender)) return undefined
  return refuse(
    'MessageRejected',
    'Email address is not verified. The following identities failed the check in region ' +
      `LOCAL: ${sender}`,
  )
}

/** The address alone of `Name <address>`. */
function addressOf(mailbox: string): string {
  return /<([^<>]*)>\s*$/.exec(mailbox)?.[1] ?? mailbox
}

function toMail({
  FromEmailAddress,
  Destination,
  ReplyToAddresses,
  Content,
}: SendEmailBody): SentMail {
  const { Subject, Body, Headers = [] } = Content!.Simple!
  return {
    id: `local-${randomBytes(12).toString('hex')}`,
    sentAt: new Date().toISOString(),
    from: FromEmailAddress!,
    to: Destination?.ToAddresses ?? [],
    cc: Destination?.CcAddresses ?? [],
    bcc: Destination?.BccAddresses ?? [],
    replyTo: ReplyToAddresses ?? [],
    subject: Subject!.Data!,
    ...(Body?.Text?.Data && { text: Body.Text.Data }),
    ...(Body?.Html?.Data && { html: Body.Html.Data }),
    headers: Object.fromEntries(Headers.map(({ Name, Value }) => [Name!, Value!])),
  }
}
