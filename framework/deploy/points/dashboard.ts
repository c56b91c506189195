/**
 * One page in CloudWatch that shows how the site is.
 *
 * @module
 */
import { listQueues } from '../../manifest.ts'
import { logicalId } from '../../plugin/names.ts'
import { listOfType, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { isPassing } from './alarms/alarm.ts'
import { toBody, toGraph, type Widget } from './dashboard/widgets.ts'
import { listBackground } from './dead-letters.ts'

/** For the stages; a branch's stack has none, since the fourth of an account costs 3 dollars a month. */
export function addDashboard(template: Template, context: DeployContext): void {
  if (isPassing(context)) return
  const widgets = [
    ...toAlarms(template),
    ...toSite(template),
    ...toBackground(template, context),
    ...toQueues(context),
    toAccount(),
  ]
  template.Resources['Dashboard'] = {
    Type: 'AWS::CloudWatch::Dashboard',
    Properties: {
      // Dashboards are the account's, not the region's.
      DashboardName: { 'Fn::Sub': '${AWS::StackName}-${AWS::Region}' },
      DashboardBody: { 'Fn::Sub': toBody(widgets) },
    },
  }
}

function toAlarms(template: Template): Widget[] {
  const alarms = listOfType(template, 'AWS::CloudWatch::Alarm').map(([id]) => `\${${id}.Arn}`)
  return [{ type: 'alarm', width: 24, height: 4, properties: { title: 'Alarms', alarms } }]
}

function toSite(template: Template): Widget[] {
  const ofApi = (metric: string, options: object = {}) => [
    'AWS/ApiGateway',
    metric,
    'ApiId',
    '${HTTP}',
    options,
  ]
  const ofEdge = (id: string, metric: string, options: object = {}) => [
    'AWS/CloudFront',
    metric,
    'DistributionId',
    `\${${id}}`,
    'Region',
    'Global',
    options,
  ]
  const edges = listOfType(template, 'AWS::CloudFront::Distribution').map(([id]) => id)
  return [
    ...('HTTP' in template.Resources
      ? [
          toGraph('Requests that reach functions', [
            ofApi('Count'),
            ofApi('4xx'),
            ofApi('5xx', { color: '#d62728' }),
          ]),
          toGraph(
            'Latency in milliseconds',
            ['p50', 'p95', 'p99'].map((stat) => ofApi('Latency', { stat, label: stat })),
          ),
        ]
      : []),
    ...edges.flatMap((id) => [
      // CloudFront is everywhere, and tells of itself in one region.
      toGraph('Requests of visitors', [ofEdge(id, 'Requests')], { region: 'us-east-1' }),
      toGraph('Bytes to visitors', [ofEdge(id, 'BytesDownloaded')], { region: 'us-east-1' }),
    ]),
  ]
}

function toBackground(template: Template, { inv }: DeployContext): Widget[] {
  const background = listBackground(template, inv)
  if (background.length === 0) return []
  return [
    toGraph(
      'Failures of what nobody waits for (tried again)',
      background.map(({ id, name }) => [
        'AWS/Lambda',
        'Errors',
        'FunctionName',
        `\${${id}}`,
        { label: name },
      ]),
    ),
    toGraph(
      'Dead letters',
      background.map(({ id, name }) => [
        'AWS/SQS',
        'ApproximateNumberOfMessagesVisible',
        'QueueName',
        `\${${logicalId.deadLetters(id)}.QueueName}`,
        { label: name },
      ]),
      { stat: 'Maximum' },
    ),
  ]
}

function toQueues({ inv }: DeployContext): Widget[] {
  const queues = listQueues(inv).map(({ name }) => ({ name, id: logicalId.queue(name) }))
  if (queues.length === 0) return []
  const ofQueues = (metric: string) =>
    queues.map(({ name, id }) => [
      'AWS/SQS',
      metric,
      'QueueName',
      `\${${id}.QueueName}`,
      { label: name },
    ])
  const options = { stat: 'Maximum' }
  return [
    toGraph('Messages that wait', ofQueues('ApproximateNumberOfMessagesVisible'), options),
    toGraph('Age of the oldest in seconds', ofQueues('ApproximateAgeOfOldestMessage'), options),
  ]
}

function toAccount(): Widget {
  return toGraph('Functions that run at once, and that were refused (whole account)', [
    ['AWS/Lambda', 'ConcurrentExecutions', { stat: 'Maximum' }],
    ['AWS/Lambda', 'Throttles', { color: '#d62728' }],
  ])
}
