/**
 * The buckets that `app.arc` and the services declare.
 *
 *     @buckets
 *     covers
 *       cors https://admin.example.com
 *       expireDays 30
 *       created cover-uploaded
 *       prefix originals/
 *
 * @module
 */
import type { BucketDeclaration, ServiceDefinition } from '../service.ts'
import { listDeclaredQueues, nameOf } from './pragmas.ts'

/** A bucket, with where it is declared: `app.arc`, or the name of a service. */
export interface Bucket extends BucketDeclaration {
  name: string
  declaredBy: string
}

/** What a page of an allowed origin may do, here and in AWS: nothing without a signature. */
export const corsRules = {
  methods: ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'],
  headers: ['*'],
  exposed: ['ETag', 'Location', 'Content-Range', 'Content-Disposition', 'x-amz-request-id'],
  maxAge: 3000,
} as const

/** Days after which an unfinished multipart upload goes, here and in AWS. */
export const daysOfUploads = 1

/** What is read of a manifest for it. */
interface Declared {
  arc: Record<string, unknown[]>
  services: readonly ServiceDefinition[]
}

/** Every bucket, in the order in which it is declared. */
export function readBuckets({ arc, services }: Declared): Bucket[] {
  return [
    ...(arc['buckets'] ?? []).map(toBucket),
    ...services.flatMap(({ name: declaredBy, buckets = {} }) =>
      Object.entries(buckets).map(([name, declaration]) => ({ ...declaration, name, declaredBy })),
    ),
  ]
}

/** @throws Error with every mistake in them. */
export function checkBuckets(declared: Declared): void {
  const { arc, services } = declared
  const queues = listDeclaredQueues(arc, services)
  const buckets = readBuckets(declared)
  const problems = [
    ...(arc['buckets'] ?? []).flatMap(checkLines),
    ...buckets.flatMap((bucket, index) => {
      const first = buckets.findIndex(({ name }) => name === bucket.name)
      return [
        ...(first < index
          ? [`it is declared twice, the first time by ${buckets[first]!.declaredBy}`]
          : []),
        ...checkBucket(bucket, queues),
      ].map((problem) => `[${bucket.declaredBy}] the bucket ${bucket.name}: ${problem}`)
    }),
  ]
  if (problems.length > 0) throw new Error(problems.map((problem) => `${problem}.`).join('\n'))
}

const keys = ['cors', 'expireDays', 'created', 'removed', 'prefix', 'suffix']

function toBucket(item: unknown): Bucket {
  const name = nameOf(item)
  const { cors, expireDays, ...notify } = linesOf(item)
  for (const key of Object.keys(notify)) if (!keys.includes(key)) delete notify[key]
  const texts = Object.entries(notify).map(([key, value]) => [key, String(value)])
  return {
    name,
    declaredBy: 'app.arc',
    ...(cors !== undefined && { cors: [cors].flat().map(String) }),
    ...(expireDays !== undefined && { expireDays: Number(expireDays) }),
    ...(texts.length > 0 && {
      notify: Object.fromEntries(texts) as BucketDeclaration['notify'] & {},
    }),
  }
}

function linesOf(item: unknown): Record<string, unknown> {
  if (typeof item === 'string' || Array.isArray(item)) return {}
  const lines = Object.values(item as Record<string, unknown>)[0]
  return Array.isArray(lines) ? {} : { ...(lines as Record<string, unknown>) }
}

/** What can be wrong with the lines of `app.arc` alone. */
function checkLines(item: unknown): string[] {
  const say = (text: string) => `[app.arc] the bucket ${nameOf(item)}: ${text}`
  if (Array.isArray(item)) return [say('each of its settings takes a line of its own, indented')]
  if (typeof item === 'string') return []
  const lines = Object.values(item as Record<string, unknown>)[0]
  // Architect parses an indented line of one word as a list.
  const settings = Array.isArray(lines)
    ? lines.map((it) => [it, undefined])
    : Object.entries(lines!)
  return settings.flatMap(([key, value]) => {
    if (!keys.includes(key)) return [say(`"${key}" is unknown: it takes ${keys.join(', ')}`)]
    if (value === undefined) return [say(`${key} has no value`)]
    return Array.isArray(value) && key !== 'cors' ? [say(`${key} takes one value`)] : []
  })
}

function checkBucket(
  { name, declaredBy, cors = [], expireDays, notify }: Bucket,
  queues: { name: string; fifo: boolean }[],
): string[] {
  const problems: string[] = []
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length < 3 || name.length > 40) {
    problems.push('its name is made of 3 to 40 of a-z, 0-9 and single -, a letter first')
  }
  // Architect's own bucket has its logical id.
  if (name === 'static') problems.push('"static" is the bucket of the static files')
  if (declaredBy !== 'app.arc' && !name.startsWith(declaredBy)) {
    problems.push(`it must be named after its service: ${declaredBy}-${name}`)
  }
  for (const origin of cors) {
    if (isOrigin(origin)) continue
    problems.push(`"${origin}" is no origin: write https://example.com, without a slash at its end`)
  }
  if (expireDays !== undefined && !(Number.isInteger(expireDays) && expireDays > 0)) {
    problems.push('expireDays is a whole number of days, 1 or more')
  }
  return [...problems, ...(notify ? checkNotify(notify, queues) : [])]
}

function isOrigin(text: string): boolean {
  return text === '*' || (/^https?:\/\/[^/\s]+$/.test(text) && text.split('*').length <= 2)
}

function checkNotify(
  { created, removed, prefix, suffix }: NonNullable<BucketDeclaration['notify']>,
  queues: { name: string; fifo: boolean }[],
): string[] {
  const problems: string[] = []
  for (const name of new Set([created, removed])) {
    if (name === undefined) continue
    const queue = queues.find((it) => it.name === name)
    if (!queue)
      problems.push(`it notifies the queue ${name}, which is not declared: add it to @queues`)
    else if (queue.fifo) {
      problems.push(`S3 notifies no FIFO queue: take "fifo true" away from ${name}`)
    }
  }
  if (!created && !removed && (prefix || suffix)) {
    problems.push(
      'prefix and suffix say of which objects a queue hears: name it with created or removed',
    )
  }
  return problems
}
