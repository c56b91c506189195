/**
 * A mail, and what makes one fit to be sent.
 *
 * @module
 */
import { z, type Infer } from '#framework/validate.ts'
import { hasControlCharacters, requireAddress } from './addresses.ts'
import { errors } from './errors.ts'

export const mailSchema = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.optional(z.string()),
  headers: z.optional(z.record(z.string(), z.string())),
})

/** A mail that has passed {@link requireMail}. */
export type Mail = Infer<typeof mailSchema>

/** A queue message may have 256 KB; this leaves room for its envelope. */
const maxBytes = 200 * 1024

// The limits of SES: https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageHeader.html
const headerName = /^[!-9;-~]{1,126}$/
const headerValue = /^[ -~]{1,870}$/
const maxHeaders = 15

/** Headers that are written from the mail itself, and must not be written twice. */
const ownHeaders = new Set(
  [
    'bcc',
    'cc',
    'content-transfer-encoding',
    'content-type',
    'date',
    'dkim-signature',
    'from',
  ].concat(['message-id', 'mime-version', 'reply-to', 'return-path', 'sender', 'subject', 'to']),
)

/**
 * The mail with its address in normal form.
 *
 * @throws MAIL_ADDRESS_INVALID, MAIL_INVALID, MAIL_TOO_LARGE
 */
export function requireMail(mail: Mail): Mail {
  const checked = { ...mail, to: requireAddress(mail.to), subject: mail.subject.trim() }

  const problems = [
    ...checkSubject(mail.subject),
    ...checkText(mail),
    ...checkHeaders(mail.headers),
  ]
  if (problems.length > 0) throw errors.MAIL_INVALID({ errors: problems })

  const bytes = Buffer.byteLength(JSON.stringify(checked))
  if (bytes > maxBytes) {
    throw errors.MAIL_TOO_LARGE(`It has ${bytes} bytes of at most ${maxBytes}: send a link instead`)
  }
  return checked
}

interface Problem {
  path: string
  message: string
}

function checkSubject(subject: string): Problem[] {
  const message = findSubjectProblem(subject)
  return message ? [{ path: 'subject', message }] : []
}

function findSubjectProblem(subject: string): string | undefined {
  if (subject.trim() === '') return 'is empty'
  // A line break would end the header and start one of the sender's choosing.
  if (hasControlCharacters(subject)) return 'holds a line break or another control character'
  return subject.length > 998 ? 'is longer than 998 characters' : undefined
}

function checkText({ text }: Mail): Problem[] {
  return text.trim() === '' ? [{ path: 'text', message: 'is empty' }] : []
}

function checkHeaders(headers: Mail['headers'] = {}): Problem[] {
  const names = Object.keys(headers)
  const problems = Object.entries(headers).flatMap(([name, value]) => {
    const say = (message: string) => [{ path: `headers.${JSON.stringify(name)}`, message }]
    if (!headerName.test(name)) return say('is not a name of 1 to 126 printable ASCII characters')
    if (ownHeaders.has(name.toLowerCase())) return say('is written from the mail itself')
    if (!headerValue.test(value))
      return say('is not a value of 1 to 870 printable ASCII characters')
    return []
  })

  if (names.length > maxHeaders)
    problems.push({ path: 'headers', message: `are more than ${maxHeaders}` })
  if (new Set(names.map((name) => name.toLowerCase())).size < names.length) {
    problems.push({ path: 'headers', message: 'name the same header twice' })
  }
  return problems
}
