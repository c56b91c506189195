/**
 * Where functions that nobody waits for leave what they kept failing at: a queue for each.
 *
 * @module
 */
import type { Inventory } from '../../manifest.ts'
import { attempts } from '../../plugin/attempts.ts'
import { logicalId } from '../../plugin/names.ts'
import { passing, type Resource, type Template } from '../cloudformation.ts'

/** A function that nobody waits for. */
export interface Background {
  /** The function's logical id. */
  id: string
  /** As in `app.arc`. */
  name: string
  pragma: 'events' | 'queues' | 'scheduled' | 'tables-streams'
}

/** Every function that nobody waits for; those that a template has not are left out. */
export function listBackground({ Resources }: Template, inv: Inventory): Background[] {
  const ids = {
    events: logicalId.eventLambda,
    queues: logicalId.queueLambda,
    scheduled: logicalId.scheduleLambda,
    'tables-streams': logicalId.streamLambda,
  }
  return (Object.keys(ids) as (keyof typeof ids)[])
    .flatMap((pragma) =>
      (inv[pragma] ?? []).map(({ name }) => ({ id: ids[pragma](name), name, pragma })),
    )
    .filter(({ id }) => id in Resources)
}

/** Adds the queue of a function; answers its ARN. */
export function addDeadLetters(
  { Resources }: Template,
  functionId: string,
  { fifo = false }: { fifo?: boolean } = {},
): { 'Fn::GetAtt': [string, string] } {
  const id = logicalId.deadLetters(functionId)
  Resources[id] = {
    Type: 'AWS::SQS::Queue',
    ...passing,
    Properties: {
      // The longest there is. What SQS moves here has the age it had before.
      MessageRetentionPeriod: 14 * day,
      SqsManagedSseEnabled: true,
      // Messages of a FIFO queue go to no other kind.
      ...(fifo && { FifoQueue: true }),
    },
  }
  return { 'Fn::GetAtt': [id, 'Arn'] }
}

/** Lets an SNS topic, and nobody else, send to the dead letters of a subscriber. */
export function toTopicPolicy(functionId: string, topicId: string): Resource {
  const id = logicalId.deadLetters(functionId)
  return {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: id }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TopicSetsAside',
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': [id, 'Arn'] },
            Condition: { ArnEquals: { 'aws:SourceArn': { Ref: topicId } } },
          },
        ],
      },
    },
  }
}

/**
 * Lambda tries what it was handed asynchronously again, after one minute and after two, and then sends
 * it on with the error: what SAM calls `EventInvokeConfig`.
 */
export function toAsyncConfig(deadLetters: object): object {
  return {
    MaximumRetryAttempts: attempts - 1,
    MaximumEventAgeInSeconds: 6 * hour,
    DestinationConfig: { OnFailure: { Type: 'SQS', Destination: deadLetters } },
  }
}

/** In seconds. */
const hour = 3600
export const day = 24 * hour
