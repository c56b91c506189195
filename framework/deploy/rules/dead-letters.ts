/**
 * Rules: what fails is kept, told, and tried again only so often.
 *
 * @module
 */
import type { Resource } from '../cloudformation.ts'
import { findTarget } from './references.ts'
import { ofType, type Plain, type Rule } from './rule.ts'

/** Seconds: what SQS keeps at most. */
const longest = 14 * 24 * 60 * 60

export const deadLetterRules: readonly Rule[] = [
  {
    id: 'dead-letters',
    protects: 'What keeps failing is kept for somebody to look at, instead of being dropped.',
    check: (resources) => [
      ...queues(resources)
        .filter(([, it]) => !it.Properties['RedrivePolicy'])
        .map(([id]) => ({ resource: id, says: 'has no dead-letter queue' })),
      ...ofType(resources, 'AWS::SNS::Subscription')
        .filter(([, it]) => isOfStack(it) && !it.Properties['RedrivePolicy'])
        .map(([id]) => ({ resource: id, says: 'is a subscription without a dead-letter queue' })),
      ...listBackground(resources)
        .filter(([id]) => !hasFailureTarget(id, resources))
        .map(([id]) => ({ resource: id, says: 'has no dead-letter queue for its events' })),
      ...streams(resources)
        .filter(([, it]) => !onFailure(it))
        .map(([id]) => ({ resource: id, says: 'is a stream without a target for what fails' })),
      ...ofType(resources, 'AWS::Scheduler::Schedule')
        .filter(([, it]) => !target(it)['DeadLetterConfig'])
        .map(([id]) => ({ resource: id, says: 'is a schedule without a dead-letter queue' })),
    ],
  },
  {
    id: 'dead-letters-kept',
    protects:
      'Dead letters wait as long as SQS allows, 14 days, for somebody to come back to work.',
    check: (resources) =>
      [...listDeadLetterQueues(resources)].flatMap((id) => {
        const queue = resources[id]
        if (!queue) return []
        const kept = Number(queue.Properties['MessageRetentionPeriod'] ?? 345_600)
        return kept < longest
          ? [{ resource: id, says: `keeps dead letters ${kept / 86_400} days, not 14` }]
          : []
      }),
  },
  {
    id: 'bounded-retries',
    protects: 'A message that cannot be handled is not tried, and paid for, without end.',
    check: (resources) => [
      ...queues(resources).flatMap(([id, { Properties }]) => {
        const { maxReceiveCount } = (Properties['RedrivePolicy'] ?? {}) as Record<string, unknown>
        if (maxReceiveCount === undefined) return []
        const tries = Number(maxReceiveCount)
        return tries >= 2 && tries <= 100
          ? []
          : [{ resource: id, says: `is tried ${tries} times: take 2 to 100` }]
      }),
      ...streams(resources).flatMap(([id, { Properties }]) => [
        ...(Number(Properties['MaximumRetryAttempts'] ?? -1) < 0
          ? [{ resource: id, says: 'is a stream that tries for ever: set MaximumRetryAttempts' }]
          : []),
        ...(Properties['BisectBatchOnFunctionError'] === true
          ? []
          : [
              {
                resource: id,
                says: 'is a stream in which one bad record fails its whole batch: set BisectBatchOnFunctionError',
              },
            ]),
      ]),
      ...ofType(resources, 'AWS::Scheduler::Schedule')
        .filter(([, it]) => !target(it)['RetryPolicy'])
        .map(([id]) => ({
          resource: id,
          says: 'is a schedule that is tried 185 times over a day: set a RetryPolicy',
        })),
    ],
  },
]

/** The queues that others leave their dead letters in. */
export function listDeadLetterQueues(resources: Plain): Set<string> {
  const found = Object.values(resources).flatMap(({ Properties = {} }) => {
    const redrive = Properties['RedrivePolicy'] as Record<string, unknown> | undefined
    const dead = Properties['DeadLetterConfig'] as Record<string, unknown> | undefined
    const aimed = (Properties['Target'] as Record<string, Record<string, unknown>> | undefined)?.[
      'DeadLetterConfig'
    ]
    return [
      redrive?.['deadLetterTargetArn'],
      dead?.['TargetArn'],
      aimed?.['Arn'],
      onFailure({ Properties }),
    ].map(findTarget)
  })
  return new Set(found.filter((id) => id !== undefined))
}

function queues(resources: Plain): [string, Resource][] {
  const dead = listDeadLetterQueues(resources)
  return ofType(resources, 'AWS::SQS::Queue').filter(([id]) => !dead.has(id))
}

function streams(resources: Plain): [string, Resource][] {
  return ofType(resources, 'AWS::Lambda::EventSourceMapping').filter(
    ([, { Properties }]) => 'StartingPosition' in Properties,
  )
}

/** Functions that Lambda calls for others who do not wait: topics and schedules. */
function listBackground(resources: Plain): [string, Resource][] {
  const called = [
    ...ofType(resources, 'AWS::SNS::Subscription')
      .filter(([, { Properties }]) => Properties['Protocol'] === 'lambda')
      .map(([, { Properties }]) => findTarget(Properties['Endpoint'])),
    ...ofType(resources, 'AWS::Scheduler::Schedule').map(([, it]) => findTarget(target(it)['Arn'])),
  ]
  return ofType(resources, 'AWS::Lambda::Function').filter(([id]) => called.includes(id))
}

function hasFailureTarget(id: string, resources: Plain): boolean {
  if (resources[id]!.Properties['DeadLetterConfig']) return true
  return ofType(resources, 'AWS::Lambda::EventInvokeConfig').some(
    ([, it]) => findTarget(it.Properties['FunctionName']) === id && onFailure(it),
  )
}

/** To people and addresses outside, SNS has nowhere of ours to leave letters. */
function isOfStack({ Properties }: Resource): boolean {
  return Properties['Protocol'] === 'lambda' || Properties['Protocol'] === 'sqs'
}

function onFailure({ Properties }: Pick<Resource, 'Properties'>): unknown {
  const config = Properties['DestinationConfig'] as
    | Record<string, Record<string, unknown>>
    | undefined
  return config?.['OnFailure']?.['Destination']
}

function target({ Properties }: Resource): Record<string, unknown> {
  return (Properties['Target'] ?? {}) as Record<string, unknown>
}
