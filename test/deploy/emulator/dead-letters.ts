/**
 * What the deployed functions could not handle.
 *
 * @module
 */
import type { Aws } from './aws.ts'

interface Message {
  Body: string
}

/** Looks into the dead-letter queue of a function of the stack; answers the messages there. */
export async function readDeadLetters(
  aws: Aws,
  { stackName, functionId }: { stackName: string; functionId: string },
): Promise<string[]> {
  const resources = await aws.listResources(stackName)
  const queue = resources.find((it) => it.LogicalResourceId === `${functionId}DeadLetters`)
  if (!queue) throw new Error(`${functionId} has no dead-letter queue`)

  const { Messages = [] } = await aws.json<{ Messages?: Message[] }>(
    'sqs',
    'AmazonSQS.ReceiveMessage',
    { QueueUrl: queue.PhysicalResourceId, MaxNumberOfMessages: 10, VisibilityTimeout: 0 },
  )
  return Messages.map(({ Body }) => Body)
}
