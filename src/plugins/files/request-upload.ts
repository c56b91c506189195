/**
 * Asking for an upload: what may be sent is checked and signed here, and sent past us.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { transact } from '#framework/tables.ts'
import type { SignedForm } from '#framework/storage.ts'
import { validate, z, type Infer } from '#framework/validate.ts'
import { incoming, toPrefix } from './buckets.ts'
import { checkLater } from './checks.ts'
import { errors } from './errors.ts'
import { requireAnyRoom, takeRoom, toQuotaError } from './quotas.ts'
import { formSeconds, partBytes, partsSeconds } from './limits.ts'
import { settings } from './settings.ts'
import { uploads, type Upload } from './uploads.ts'

const name = z
  .string()
  .check(
    z.trim(),
    z.minLength(1),
    z.maxLength(200),
    z.regex(/^[^\p{Cc}/\\]+$/u, 'May hold no slash, and nothing that cannot be seen'),
  )

/** What is told of a file before it is sent. */
export const uploadInput = z.object({
  name,
  /** `image/png`; whoever does not know it says `application/octet-stream`. */
  type: z
    .string()
    .check(
      z.toLowerCase(),
      z.maxLength(100),
      z.regex(/^[a-z0-9.+-]+\/[a-z0-9.+-]+$/, 'Such as image/png'),
    ),
  /** In bytes, exactly. */
  size: z.int().check(z.gte(1)),
  visibility: z._default(z.enum(['private', 'unlisted', 'public']), 'private'),
  /** Deleted by itself, soon. */
  temporary: z._default(z.boolean(), false),
})

/** What whoever sends the file needs. */
export interface Ticket {
  /** Of the upload, and of the file that it becomes. */
  id: string
  /** ISO 8601. */
  endsAt: string
  /** The file goes whole, in this form; or in parts. */
  form?: SignedForm
  /** Each part but the last has `bytes`. Their addresses are asked for as they are needed. */
  parts?: { count: number; bytes: number }
}

/**
 * Makes ready for one file of somebody's.
 *
 * @param options.tenant - to whom it belongs besides: a company, a project. Counted in its quota
 * @throws INVALID_INPUT, FILE_TOO_LARGE, FILE_TYPE_NOT_ALLOWED, FILES_QUOTA_EXCEEDED
 */
export async function requestUpload(
  given: z.input<typeof uploadInput>,
  { owner, tenant }: { owner: string; tenant?: string },
): Promise<Ticket> {
  const input = validate(uploadInput, given, { where: 'file' })
  requireAllowed(input)
  const whose = { owner, ...(tenant !== undefined && { tenant }) }
  requireAnyRoom(whose, input.size)

  const upload = toUpload(input, whose)
  try {
    await transact([...takeRoom(whose, input.size), uploads.ops.create(upload)])
  } catch (error) {
    throw toQuotaError(error, whose)
  }
  if (upload.partBytes) return beginParts(upload, upload.partBytes)
  await checkLater(upload.id, 1)
  return toTicket(upload)
}

function requireAllowed({ type, size }: Infer<typeof uploadInput>): void {
  const { maxBytes, types } = settings
  if (size > maxBytes) {
    throw errors.FILE_TOO_LARGE(`${Math.floor(maxBytes / 1_000_000)} MB is the most.`)
  }
  const [kind] = type.split('/')
  if (types.some((it) => it === '*/*' || it === type || it === `${kind}/*`)) return
  throw errors.FILE_TYPE_NOT_ALLOWED(`Taken are ${types.join(', ')}.`)
}

function toUpload(
  { temporary, ...input }: Infer<typeof uploadInput>,
  whose: { owner: string; tenant?: string },
): Upload {
  const id = randomUUID()
  const now = Date.now()
  const inParts = input.size > partBytes
  const seconds = inParts ? partsSeconds : formSeconds
  const keptUntil = toIso(now + settings.temporaryDays * 24 * 60 * 60 * 1000)
  return {
    id,
    ...whose,
    ...input,
    key: `${toPrefix(whose)}${id}`,
    createdAt: toIso(now),
    endsAt: toIso(now + seconds * 1000),
    due: 'yes',
    dueAt: toIso(now + 60_000),
    ...(temporary && { keptUntil }),
    // There are 10,000 parts at most.
    ...(inParts && { partBytes: Math.max(partBytes, Math.ceil(input.size / 9000)) }),
  }
}

function toTicket({ id, key, type, size, endsAt }: Upload): Ticket {
  const bytes = [size, size] as const
  return {
    id,
    endsAt,
    form: incoming.signPost(key, { bytes, contentType: type, seconds: formSeconds }),
  }
}

// Were this to fail, the sweep gives the room back.
async function beginParts(upload: Upload, bytes: number): Promise<Ticket> {
  const { id, key, type, size, endsAt } = upload
  const multipart = await incoming.uploads.begin(key, { contentType: type })
  await uploads.update({ id }, { set: { multipart }, if: { id: { exists: true } } })
  return { id, endsAt, parts: { count: Math.ceil(size / bytes), bytes } }
}

function toIso(ms: number): string {
  return new Date(ms).toISOString()
}
