/**
 * How queues are named: for SQS, and beside one another.
 *
 * @module
 */
import { local } from '../../plugin/local-names.ts'

/** The dead-letter queue of a queue. */
export function deadOf(queue: string): string {
  return queue.endsWith('.fifo') ? `${queue.slice(0, -5)}-dead.fifo` : `${queue}-dead`
}

/** A local queue's ARN. */
export function arnOf(queue: string): string {
  return `arn:aws:sqs:${local.region}:${local.account}:${queue}`
}
