/**
 * What the code of a function uses, read off its bundle.
 *
 * @module
 */
import type { Permission } from '../service.ts'

/** What one function may be allowed, and no more: names as in `app.arc`, actions as in IAM. */
export interface FunctionAccess {
  /** `{ articles: ['dynamodb:GetItem'] }`: what it does to tables by their own keys. */
  tables: Readonly<Record<string, readonly string[]>>
  /** `{ articles: ['byStatus'] }`: the indexes that it queries. */
  indexes: Readonly<Record<string, readonly string[]>>
  /** Topics it publishes to. */
  topics: readonly string[]
  /** Queues it sends to. */
  queues: readonly string[]
  /** `{ covers: ['s3:GetObject'] }`. */
  buckets: Readonly<Record<string, readonly string[]>>
  /** Environment variables that its code names; `AWS_ENDPOINT_URL_*` for all that begin so, `*` for any. */
  env: readonly string[]
  /** Of the services whose code is in it. */
  permissions: readonly Permission[]
  /** It holds `@architect/functions`, which finds tables, topics and queues by Architect's parameters. */
  usesArchitect: boolean
  /** It reads its secrets before its first event, as every adapter does. */
  waitsForSecrets: boolean
}
