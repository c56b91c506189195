/**
 * What a service is: one page of data that Architect reads as a plugin.
 *
 * @module
 */
import { toArchitectPlugin, type ArchitectPlugin } from './plugin/setters.ts'
import type { EnvDeclaration } from './env.ts'
import type { Link, Twin } from './twin-definition.ts'

export type {
  Link,
  RunningTwin,
  Twin,
  TwinAction,
  TwinContext,
  TwinRow,
  TwinState,
} from './twin-definition.ts'

/** A DynamoDB table, its key types all `String`. */
export interface TableDeclaration {
  partitionKey: string
  sortKey?: string
  /** The attribute that holds the expiry, in seconds since 1970. */
  ttl?: string
  /** `true` invokes `tables-streams/<table>` with every change. */
  stream?: boolean
  /** With `keysOnly` an index holds no more than keys, and costs less to write: enough to count by it. */
  indexes?: Record<string, { partitionKey: string; sortKey?: string; keysOnly?: boolean }>
}

/** An SQS queue. Standard (at least once, unordered) unless `fifo`. */
export interface QueueDeclaration {
  fifo?: boolean
  /** Messages per invocation, 1 to 10,000. Default 10. */
  batchSize?: number
  /** Seconds to wait for a batch to fill, 0 to 300. Default 0. */
  batchWindow?: number
}

/** An S3 bucket: private, encrypted, reached with signed addresses. */
export interface BucketDeclaration {
  /** Origins whose pages may use signed addresses. Default: the site's own. */
  cors?: readonly string[]
  /** Objects are deleted so many days after they were written. Default: never. */
  expireDays?: number
  /** Queues, not FIFO, that hear of objects, in S3's own event format. */
  notify?: {
    created?: string
    removed?: string
    /** Of those only whose key starts with this. */
    prefix?: string
    /** Of those only whose key ends with this. */
    suffix?: string
  }
}

/** What has to be set at an outside service, once the site has its address. */
export interface OutsideSetting {
  /** The service: `Stripe`. */
  at: string
  /** What, and the value: `send webhooks to https://…/stripe/webhook`. */
  set: string
}

/**
 * One statement of an IAM policy that allows something.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
 */
export interface Permission {
  /** `ses:SendEmail`. */
  actions: readonly string[]
  /** ARNs; `arn:aws:ses:*:*:identity/*`. */
  resources: readonly string[]
  /** Those that need it: `queues mail-outgoing`. Default: all that hold code of the service. */
  functions?: readonly string[]
}

/** All that a service brings. A key left out means "does not have this". */
export interface ServiceDefinition {
  /** As in `app.arc`; also the name of its folder. */
  name: string
  /** `import.meta.dirname`. */
  dir: string
  /** One line for people. */
  description: string
  /** Services whose door (`#services/<name>`) this one uses. */
  needs?: readonly string[]
  /** Routes as in `app.arc`: `get /newsletter`. Code in `http/get-newsletter/`. */
  http?: readonly string[]
  /** Topics of its own. Code in `events/<name>/`. */
  events?: readonly string[]
  /** Topics of others that it listens to, if the app has them. Code in `on/<topic>/`. */
  on?: readonly string[]
  /** Code in `queues/<name>/`. */
  queues?: Readonly<Record<string, QueueDeclaration>>
  /** `rate(1 day)` or `cron(0 3 * * ? *)`. Code in `scheduled/<name>/`. */
  scheduled?: Readonly<Record<string, string>>
  /** Named after the service: `newsletter-subscribers`. */
  tables?: Readonly<Record<string, TableDeclaration>>
  /** Named after the service: `files-uploads`. */
  buckets?: Readonly<Record<string, BucketDeclaration>>
  /** Every variable its code reads. */
  env?: EnvDeclaration
  /** What its functions may do in AWS, beyond the project's own tables, topics and queues. */
  permissions?: readonly Permission[]
  /** Looks at what `app.arc` says under a pragma of the service's name; answers every mistake. */
  checkOptions?: (options: Readonly<Record<string, unknown>>) => readonly string[]
  twin?: Twin
  /** Shown by `npm start`. */
  links?: readonly Link[]
  /** Shown when a deploy is done. `site` is its address, without a slash at the end. */
  afterDeploy?: (site: string) => readonly OutsideSetting[]
}

/**
 * A service as Architect loads it: a plugin that also carries its definition, behind a function
 * because Architect hands its hooks deep copies, and a deep copy loses regular expressions.
 */
export type Service = ArchitectPlugin & { definition: () => ServiceDefinition }

/**
 * Declares a service. Nothing runs at import: Architect asks for the parts when it reads `app.arc`.
 *
 * @throws Error with every mistake of the definition, at once.
 */
export function defineService(definition: ServiceDefinition): Service {
  const problems = checkDefinition(definition)
  if (problems.length > 0) throw new Error(problems.join('\n'))

  return { ...toArchitectPlugin(definition), definition: () => definition }
}

function checkDefinition({ name, http = [], scheduled = {}, tables = {} }: ServiceDefinition) {
  const problems: string[] = []
  const say = (text: string) => problems.push(`[${name}] ${text}`)

  if (!/^[a-z][a-z0-9-]*$/.test(name)) say('a service is named in lower case: a-z, 0-9 and -')
  for (const route of http) {
    if (!/^(get|post|put|patch|delete|head|options|any) \/\S*$/.test(route)) {
      say(`"${route}" is not a route: write it as in app.arc, "get /path"`)
    }
  }
  for (const [schedule, when] of Object.entries(scheduled)) {
    if (!/^(rate|cron)\(.+\)$/.test(when))
      say(`${schedule}: "${when}" is neither rate(…) nor cron(…)`)
  }
  for (const table of Object.keys(tables)) {
    if (!table.startsWith(name))
      say(`the table ${table} must be named after its service: ${name}-${table}`)
  }
  return problems
}
