/**
 * Queues, and how their functions take messages.
 *
 * @module
 */
import { logicalId } from '../../plugin/names.ts'
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

export function configureQueues({ Resources }: Template, { inv }: DeployContext): void {
  for (const { name, fifo, batchSize, batchWindow, config } of inv.queues ?? []) {
    const { Events } = Resources[logicalId.queueLambda(name)]!.Properties
    const source = Events![logicalId.queueSource(name)]!.Properties
    // Without it Lambda takes a batch for done when a handler has told which of its messages failed.
    source['FunctionResponseTypes'] = ['ReportBatchItemFailures']
    if (fifo) continue

    // Architect lets these go for all queues but FIFO. More than ten at once take a window.
    const window = batchWindow || (batchSize && batchSize > 10 ? 1 : 0)
    if (batchSize) source['BatchSize'] = batchSize
    source['MaximumBatchingWindowInSeconds'] = window
    // A message is hidden from when it joins its batch: too short, and it is worked on twice at once.
    const hidden = 6 * config.timeout + window
    Resources[logicalId.queue(name)]!.Properties['VisibilityTimeout'] = hidden
  }
}
