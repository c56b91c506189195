/**
 * What a container does in place of functions (`@serve`): these stay deployed, as the way back, but
 * nothing wakes them.
 *
 * @module
 */
import { listQueues, listTopics } from '../../manifest.ts'
import { attempts } from '../../plugin/attempts.ts'
import { logicalId } from '../../plugin/names.ts'
import { readServed } from '../../serve/parts.ts'
import { subscriberQueue } from '../../serve/queues/subscriber.ts'
import { passing, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { day } from './dead-letters.ts'

/** Requests need nothing: API Gateway and the container can both answer them. */
export function leaveToContainer(template: Template, { inv }: DeployContext): void {
  const { Resources } = template
  const served = readServed(inv._project)

  for (const { name } of served.includes('queues') ? listQueues(inv) : []) {
    const { Events } = Resources[logicalId.queueLambda(name)]!.Properties
    Events![logicalId.queueSource(name)]!.Properties['Enabled'] = false
  }
  for (const { name } of served.includes('schedules') ? (inv.scheduled ?? []) : []) {
    Resources[logicalId.schedule(name)]!.Properties['State'] = 'DISABLED'
  }
  for (const { name: topic, subscribers } of served.includes('events') ? listTopics(inv) : []) {
    for (const subscriber of subscribers) subscribeQueue(template, { topic, subscriber })
  }
}

// A topic cannot be polled: a queue hears it in the place of the function.
function subscribeQueue(
  { Resources }: Template,
  { topic, subscriber }: { topic: string; subscriber: string },
): void {
  const functionId = logicalId.eventLambda(subscriber)
  const lambda = Resources[functionId]!.Properties
  delete lambda.Events![logicalId.eventSource(subscriber)]
  const id = subscriberQueue(functionId)
  const TopicArn = { Ref: logicalId.topic(topic) }
  const arn = { 'Fn::GetAtt': [id, 'Arn'] }
  const deadLetterTargetArn = { 'Fn::GetAtt': [logicalId.deadLetters(functionId), 'Arn'] }

  Resources[id] = {
    Type: 'AWS::SQS::Queue',
    ...passing,
    Properties: {
      MessageRetentionPeriod: 4 * day,
      VisibilityTimeout: 6 * Number(lambda['Timeout']),
      SqsManagedSseEnabled: true,
      RedrivePolicy: { deadLetterTargetArn, maxReceiveCount: attempts },
    },
  }
  Resources[`${id}Policy`] = {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: id }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'TopicSends',
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arn,
            Condition: { ArnEquals: { 'aws:SourceArn': TopicArn } },
          },
        ],
      },
    },
  }
  Resources[`${id}Subscription`] = {
    Type: 'AWS::SNS::Subscription',
    Properties: {
      Protocol: 'sqs',
      TopicArn,
      Endpoint: arn,
      RedrivePolicy: { deadLetterTargetArn },
    },
  }
}
