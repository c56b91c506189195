/**
 * Rules: how functions take what waits for them.
 *
 * @module
 */
import { isPassing } from '../points/alarms/alarm.ts'
import { findTarget } from './references.ts'
import { ofType, type Plain, type Rule } from './rule.ts'
import { listDeadLetterQueues } from './dead-letters.ts'

export const queueRules: readonly Rule[] = [
  {
    id: 'visibility',
    protects: 'A message stays hidden while it is worked on: nothing is done twice at once.',
    check: (resources) =>
      listSources(resources).flatMap(({ queue, lambda, window }) => {
        const timeout = Number(resources[lambda]?.Properties['Timeout'] ?? 3)
        const hidden = Number(resources[queue]!.Properties['VisibilityTimeout'] ?? 30)
        const needed = 6 * timeout + window
        return hidden < needed
          ? [
              {
                resource: queue,
                says: `hides messages for ${hidden} s; AWS asks for six times the function’s time-out${window ? ' and the window' : ''}, ${needed} s`,
              },
            ]
          : []
      }),
  },
  {
    id: 'partial-batches',
    protects: 'Of a batch, only what failed is tried again.',
    check: (resources) =>
      ofType(resources, 'AWS::Lambda::EventSourceMapping')
        .filter(
          ([, { Properties }]) =>
            !(Properties['FunctionResponseTypes'] as string[] | undefined)?.includes(
              'ReportBatchItemFailures',
            ),
        )
        .map(([id]) => ({
          resource: id,
          says: 'takes a whole batch for failed, or for done: set ReportBatchItemFailures',
        })),
  },
  {
    id: 'same-kind',
    protects: 'AWS refuses a FIFO queue whose dead letters go to a standard one, and the reverse.',
    check: (resources) =>
      ofType(resources, 'AWS::SQS::Queue').flatMap(([id, { Properties }]) => {
        const { deadLetterTargetArn } = (Properties['RedrivePolicy'] ?? {}) as Record<
          string,
          unknown
        >
        const dead = findTarget(deadLetterTargetArn)
        if (!dead || !resources[dead]) return []
        const kind = (queue: Record<string, unknown>) => (queue['FifoQueue'] ? 'FIFO' : 'standard')
        const [own, other] = [kind(Properties), kind(resources[dead].Properties)]
        return own === other
          ? []
          : [{ resource: id, says: `is ${own}, and its dead-letter queue is ${other}` }]
      }),
  },
  {
    id: 'watched',
    protects: 'Somebody hears when dead letters arrive: an alarm looks at every such queue.',
    check: (resources, context) => {
      // A branch’s stack comes and goes, and nobody is woken for it.
      if (isPassing(context)) return []
      const alarms = JSON.stringify(ofType(resources, 'AWS::CloudWatch::Alarm'))
      return [...listDeadLetterQueues(resources)]
        .filter(
          (id) => resources[id] && !alarms.includes(`"${id}"`) && !alarms.includes(`\${${id}`),
        )
        .map((id) => ({ resource: id, says: 'has no alarm that looks at it' }))
    },
  },
]

function listSources(resources: Plain) {
  return ofType(resources, 'AWS::Lambda::EventSourceMapping').flatMap(([, { Properties }]) => {
    const queue = findTarget(Properties['EventSourceArn'])
    const lambda = findTarget(Properties['FunctionName'])
    if (!queue || !lambda || resources[queue]?.Type !== 'AWS::SQS::Queue') return []
    return [{ queue, lambda, window: Number(Properties['MaximumBatchingWindowInSeconds'] ?? 0) }]
  })
}
