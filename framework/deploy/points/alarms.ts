/**
 * Alarms: what to look at when something goes wrong, and who is told.
 *
 * @module
 */
import { logicalId } from '../../plugin/names.ts'
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { addAlarmsTopic } from './alarms/topic.ts'
import { isPassing, toAlarm, toSumAlarm, type AlarmSettings } from './alarms/alarm.ts'
import { listBackground, type Background } from './dead-letters.ts'

/** Without `alarms` under `@deploy` they turn red all the same, but nobody is told. */
export function addAlarms(template: Template, context: DeployContext): void {
  if (isPassing(context)) return
  const topic = addAlarmsTopic(template, context.options)
  const background = listBackground(template, context.inv)
  const alarms = [
    ...('HTTP' in template.Resources ? siteAlarms : []),
    throttled,
    ...toFailing(background),
    ...background.map(toDeadLetters),
    ...background.filter(({ pragma }) => pragma === 'tables-streams').map(toLate),
  ]
  for (const alarm of alarms) {
    template.Resources[`${alarm.id}Alarm`] =
      'sum' in alarm ? toSumAlarm(alarm, topic) : toAlarm(alarm, topic)
  }
}

const site = { namespace: 'AWS/ApiGateway', dimensions: { ApiId: { Ref: 'HTTP' } } }

const siteAlarms: AlarmSettings[] = [
  {
    id: 'FailedRequests',
    says: 'At least one request in a hundred is answered with an error of ours (5xx), and at least five in five minutes.',
    // Of a quiet night's three requests one alone would be a third.
    sum: {
      expression: 'IF(failed >= 5, 100 * failed / requests, 0)',
      metrics: {
        failed: { ...site, metric: '5xx', statistic: 'Sum' },
        requests: { ...site, metric: 'Count', statistic: 'Sum' },
      },
    },
    threshold: 1,
  },
  {
    id: 'SlowRequests',
    says: 'For a quarter of an hour, one request in twenty took three seconds or longer.',
    metric: { ...site, metric: 'Latency', statistic: 'p95' },
    threshold: 3000,
    periods: 3,
  },
]

const throttled: AlarmSettings = {
  id: 'ThrottledFunctions',
  // Concurrency is the account's, so one metric tells of all.
  says: 'Lambda refused to run functions of this account and region ten times in five minutes: too many ran at once.',
  metric: { namespace: 'AWS/Lambda', metric: 'Throttles', dimensions: {}, statistic: 'Sum' },
  threshold: 10,
}

/** One failure is tried again, and what keeps failing is a dead letter: these are many at once. */
function toFailing(background: readonly Background[]): AlarmSettings[] {
  const groups = Math.ceil(background.length / maxMetrics)
  return Array.from({ length: groups }, (_, index) => {
    const group = background.slice(index * maxMetrics, (index + 1) * maxMetrics)
    return {
      id: `FailingFunctions${index ? index + 1 : ''}`,
      says: `These failed ten times in five minutes: ${group.map(({ name }) => name).join(', ')}.`,
      sum: {
        expression: 'SUM(METRICS())',
        metrics: Object.fromEntries(
          group.map(({ id }) => [
            `m${id}`,
            {
              namespace: 'AWS/Lambda',
              metric: 'Errors',
              dimensions: { FunctionName: { Ref: id } },
              statistic: 'Sum',
            },
          ]),
        ),
      },
      threshold: 10,
    }
  })
}

/** An alarm adds up no more metrics. */
const maxMetrics = 10

function toDeadLetters({ id, name, pragma }: Background): AlarmSettings {
  const queue = logicalId.deadLetters(id)
  return {
    id: queue,
    says: `@${pragma} ${name} kept failing at something, which waits among its dead letters.`,
    metric: {
      namespace: 'AWS/SQS',
      metric: 'ApproximateNumberOfMessagesVisible',
      dimensions: { QueueName: { 'Fn::GetAtt': [queue, 'QueueName'] } },
      statistic: 'Maximum',
    },
    threshold: 1,
  }
}

function toLate({ id, name }: Background): AlarmSettings {
  return {
    id: `${id}Late`,
    says: `@tables-streams ${name} is more than a quarter of an hour behind its table.`,
    metric: {
      namespace: 'AWS/Lambda',
      metric: 'IteratorAge',
      dimensions: { FunctionName: { Ref: id } },
      statistic: 'Maximum',
    },
    threshold: 15 * 60_000,
  }
}
