/**
 * What the code of a function uses, read off its bundle.
 *
 * @module
 */
import type { Permission } from '../service.ts'

/** What one function may be allowed, and no more: names as in `app.arc`, actions as in IAM. */
export interface FunctionAccess {
  /** `{ articles: ['dynamodb:GetItem', 'dynamodb:Query'] }`. */
  tables: Readonly<Record<string, readonly string[]>>
  /** Topics it publishes to. */
  topics: readonly string[]
  /** Queues it sends to. */
  queues: readonly string[]
  /** `{ covers: ['s3:GetObject'] }`. */
  buckets: Readonly<Record<string, readonly string[]>>
  /** Environment variables that its code names. */
  env: readonly string[]
  /** Of its service. */
  permissions: readonly Permission[]
}
