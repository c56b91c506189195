/**
 * The physical names of tables, topics, queues and buckets, which reach a function by its environment.
 *
 * @module
 */
import { kernelErrors } from './errors.ts'

const pragmas = {
  TABLE: '@tables',
  TOPIC: '@events',
  QUEUE: '@queues',
  BUCKET: '@buckets',
} as const

/**
 * The name of a table or a bucket, the ARN of a topic, or the address of a queue.
 *
 * @throws MISSING_ENV where `app.arc` has no such part
 */
export function requireResource(kind: keyof typeof pragmas, name: string): string {
  const variable = `${kind}_${name.toUpperCase().replaceAll('-', '_')}`
  const value = process.env[variable]
  if (value) return value
  throw kernelErrors.MISSING_ENV(
    `${variable} is not set: there is no "${name}" under ${pragmas[kind]}. ` +
      'Add it to app.arc, or plug in the service that has it, then start or deploy again.',
  )
}
