/**
 * Queues, and how their functions take messages.
 *
 * @module
 */
import { listQueues, type Lambda } from '../../manifest.ts'
import { attempts } from '../../plugin/attempts.ts'
import { logicalId } from '../../plugin/names.ts'
import { passing, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { addDeadLetters, day } from './dead-letters.ts'

/** Standard unless FIFO is asked for, encrypted, with dead letters, and taken in batches. */
export function configureQueues(template: Template, { inv }: DeployContext): void {
  const { Resources } = template
  for (const queue of listQueues(inv)) {
    const { name, fifo = false, config } = queue
    const id = logicalId.queueLambda(name)
    const { Properties: lambda } = Resources[id]!
    const resource = Object.assign(Resources[logicalId.queue(name)]!, passing)
    const { BatchSize, MaximumBatchingWindowInSeconds } = toBatching(queue)

    Object.assign(lambda.Events![logicalId.queueSource(name)]!.Properties, {
      BatchSize,
      MaximumBatchingWindowInSeconds,
      // Without it Lambda takes a batch for done when a handler has told which of its messages failed.
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ...toScaling(queue),
    })
    Object.assign(resource.Properties, {
      MessageRetentionPeriod: 4 * day,
      // A message is hidden from when it joins its batch: too short, and it is worked on twice at once.
      VisibilityTimeout: 6 * config.timeout + MaximumBatchingWindowInSeconds,
      SqsManagedSseEnabled: true,
      RedrivePolicy: {
        deadLetterTargetArn: addDeadLetters(template, id, { fifo }),
        maxReceiveCount: attempts,
      },
    })
    unlockFifo(queue, { queue: resource.Properties, lambda })
  }
}

// More than ten at once take a window; FIFO queues have neither.
function toBatching({ fifo, batchSize, batchWindow }: Lambda) {
  if (fifo) {
    return { BatchSize: Math.min(batchSize ?? 10, 10), MaximumBatchingWindowInSeconds: 0 }
  }
  const BatchSize = batchSize ?? 10
  return { BatchSize, MaximumBatchingWindowInSeconds: batchWindow || (BatchSize > 10 ? 1 : 0) }
}

// With concurrency reserved, Lambda would take messages that no instance is free for: a try lost each.
function toScaling({ config: { concurrency } }: Lambda): object {
  if (typeof concurrency !== 'number' || concurrency === 0) return {}
  return { ScalingConfig: { MaximumConcurrency: Math.min(Math.max(concurrency, 2), 1000) } }
}

// Architect makes every queue FIFO that does not refuse it, and its function one message's at a time.
function unlockFifo(
  { fifo, config: { timeout, concurrency } }: Lambda,
  { queue, lambda }: Record<'queue' | 'lambda', Record<string, unknown>>,
): void {
  if (!fifo) {
    delete queue['FifoQueue']
    delete queue['ContentBasedDeduplication']
  }
  lambda['Timeout'] = timeout
  if (typeof concurrency === 'number') lambda['ReservedConcurrentExecutions'] = concurrency
  else delete lambda['ReservedConcurrentExecutions']
}
