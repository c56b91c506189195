/**
 * Which part of the project a resource belongs to, as `app.arc` names it.
 *
 * @module
 */
import type { Resource, Template } from '../cloudformation.ts'

/** What there is, in the order in which a plan tells of it. */
export const kinds = [
  'table',
  'bucket',
  'route',
  'event',
  'queue',
  'schedule',
  'stream',
  'function',
  'site',
  'alarm',
  'other',
] as const

export type Kind = (typeof kinds)[number]

/** A part of the project: a route, a table, a queue with its function. */
export interface Part {
  kind: Kind
  /** `get /articles/:slug`, `article-viewed`. */
  name: string
  /** Whether the resource is what the part is named for, rather than a role or a log group of it. */
  isMain: boolean
}

type Resources = Pick<Template, 'Resources'>

/** Finds the parts of a template’s resources by logical id; of those that macros make, too. */
export function createPartFinder({ Resources }: Resources): (id: string) => Part {
  const parts = new Map<string, Part>()
  for (const [id, resource] of Object.entries(Resources)) {
    const part = findPart(id, resource, Resources)
    if (part) parts.set(id, { ...part, isMain: true })
  }
  const owners = [...parts.keys()].toSorted((a, b) => b.length - a.length)

  return (id) => {
    const own = parts.get(id)
    if (own) return own
    // A role, a log group, a dead-letter queue is called after what it belongs to.
    const owner = owners.find((it) => id.startsWith(it)) ?? findSibling(id, owners)
    if (owner) return { ...parts.get(owner)!, isMain: false }
    const kind = Resources[id]?.Type === 'AWS::CloudWatch::Alarm' ? 'alarm' : 'other'
    return { kind, name: toName(id.replace(/(?<=.)Alarm$/, '')), isMain: true }
  }
}

/** `article-viewed` for `ArticleViewed`. */
function toName(id: string): string {
  return id
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .toLowerCase()
}

type Named = Omit<Part, 'isMain'>

const pragmas: Readonly<Record<string, Kind>> = {
  http: 'route',
  events: 'event',
  queues: 'queue',
  scheduled: 'schedule',
  'tables-streams': 'stream',
}

/** Where Architect has not noted what a function is, its id tells. */
const functions: readonly [RegExp, Kind][] = [
  [/EventLambda$/, 'event'],
  [/QueueLambda$/, 'queue'],
  [/ScheduleLambda$/, 'schedule'],
  [/TableStreamLambda$/, 'stream'],
  [/Lambda$/, 'function'],
]

function findPart(id: string, resource: Resource, all: Template['Resources']): Named | undefined {
  switch (resource.Type) {
    case 'AWS::Serverless::Function':
      return findFunction(id, resource)
    case 'AWS::DynamoDB::Table':
      return { kind: 'table', name: toName(id.replace(/Table$/, '')) }
    case 'AWS::S3::Bucket':
      if (id === 'StaticBucket') return { kind: 'site', name: 'static files' }
      return { kind: 'bucket', name: toName(id.replace(/Bucket$/, '')) }
    case 'AWS::Serverless::HttpApi':
      return { kind: 'site', name: 'HTTP API' }
    case 'AWS::CloudFront::Distribution':
      return { kind: 'site', name: 'CloudFront' }
    case 'AWS::SNS::Topic':
      return findNamesake(id, { suffix: /EventTopic$/, lambda: 'EventLambda', kind: 'event' }, all)
    case 'AWS::SQS::Queue':
      return findNamesake(id, { suffix: /Queue$/, lambda: 'QueueLambda', kind: 'queue' }, all)
    case 'AWS::Scheduler::Schedule':
      return findNamesake(
        id,
        { suffix: /ScheduleEvent$/, lambda: 'ScheduleLambda', kind: 'schedule' },
        all,
      )
    default:
      return undefined
  }
}

function findFunction(id: string, { Metadata, Properties }: Resource): Named | undefined {
  const noted = Metadata?.['Architect'] as { pragma: string; name: string } | undefined
  const kind = pragmas[noted?.pragma ?? '']
  if (noted && kind) return { kind, name: noted.name }

  const route = Object.values(Properties.Events ?? {}).find(({ Type }) => Type === 'HttpApi')
  if (route) return { kind: 'route', name: toRoute(route.Properties) }
  const [suffix, other] = functions.find(([suffix]) => suffix.test(id)) ?? []
  return suffix && other ? { kind: other, name: toName(id.replace(suffix, '')) } : undefined
}

function toRoute({ Method, Path }: Record<string, unknown>): string {
  const path = String(Path)
    .replace('{proxy+}', '*')
    .replace(/\{(\w+)\}/g, ':$1')
  return `${String(Method).toLowerCase()} ${path}`
}

/** A topic, a queue, a schedule is called as its function is; one without a function is another’s. */
function findNamesake(
  id: string,
  { suffix, lambda, kind }: { suffix: RegExp; lambda: string; kind: Kind },
  all: Template['Resources'],
): Named | undefined {
  if (!suffix.test(id)) return undefined
  const base = id.replace(suffix, '')
  const owner = all[`${base}${lambda}`]
  const { name } = (owner && findFunction(`${base}${lambda}`, owner)) ?? {}
  return name ? { kind, name } : undefined
}

// `ArticlesBucketPolicy` and `ArticlesPolicy` both belong to `ArticlesBucket`.
function findSibling(id: string, owners: readonly string[]): string | undefined {
  return owners.find((owner) => {
    const base = owner.replace(/(EventTopic|Queue|Table|Bucket|ScheduleEvent|Lambda)$/, '')
    return base !== owner && base.length > 2 && id.startsWith(base)
  })
}
