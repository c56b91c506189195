/**
 * One CloudWatch alarm.
 *
 * @module
 */
import type { Resource } from '../../cloudformation.ts'
import type { DeployContext } from '../../context.ts'

/** What CloudWatch counts or measures. */
export interface Metric {
  namespace: string
  metric: string
  dimensions: Readonly<Record<string, unknown>>
  /** `Sum`, `Maximum`, or a percentile: `p95`. */
  statistic: string
}

interface Common {
  /** The alarm's logical id is this with `Alarm` behind it, its name the stack's with this. */
  id: string
  /** What has happened, for who reads it in an e-mail. */
  says: string
  /** From here on it is one. */
  threshold: number
  /** Periods of five minutes that it must last. Default 1. */
  periods?: number
}

/** An alarm on one metric, or on what several add up to; AWS bills each of them. */
export type AlarmSettings =
  | (Common & { metric: Metric })
  | (Common & { sum: { expression: string; metrics: Readonly<Record<string, Metric>> } })

/** Seconds that values are put together for. */
export const period = 300

/** Whether a stack is a branch's, which nobody watches: `arc deploy --name feature`. */
export function isPassing({ stage, stackName }: Pick<DeployContext, 'stage' | 'stackName'>) {
  return stage === 'staging' && !stackName.endsWith('Staging')
}

export function toAlarm(
  settings: Extract<AlarmSettings, { metric: Metric }>,
  topic: object | undefined,
): Resource {
  const { namespace, metric, dimensions, statistic } = settings.metric
  const isPercentile = statistic.startsWith('p')
  return toResource(settings, topic, {
    Namespace: namespace,
    MetricName: metric,
    ...(Object.keys(dimensions).length > 0 && { Dimensions: toDimensions(dimensions) }),
    Period: period,
    // Of a handful of requests the slowest is no percentile.
    ...(isPercentile
      ? { ExtendedStatistic: statistic, EvaluateLowSampleCountPercentile: 'ignore' }
      : { Statistic: statistic }),
  })
}

export function toSumAlarm(
  settings: Extract<AlarmSettings, { sum: object }>,
  topic: object | undefined,
): Resource {
  const { expression, metrics } = settings.sum
  const parts = Object.entries(metrics).map(
    ([Id, { namespace, metric, dimensions, statistic }]) => ({
      Id,
      MetricStat: {
        Metric: { Namespace: namespace, MetricName: metric, Dimensions: toDimensions(dimensions) },
        Period: period,
        Stat: statistic,
      },
      ReturnData: false,
    }),
  )
  return toResource(settings, topic, {
    Metrics: [
      { Id: 'sum', Expression: expression, Label: settings.id, ReturnData: true },
      ...parts,
    ],
  })
}

function toResource(
  { id, says, threshold, periods = 1 }: Common,
  topic: object | undefined,
  what: object,
): Resource {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmName: { 'Fn::Sub': `\${AWS::StackName}-${id}` },
      AlarmDescription: `${says} What to do: docs/operations.md`,
      ...what,
      ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      Threshold: threshold,
      EvaluationPeriods: periods,
      // Where nothing happens, nothing is wrong.
      TreatMissingData: 'notBreaching',
      ...(topic && { AlarmActions: [topic], OKActions: [topic] }),
    },
  }
}

function toDimensions(dimensions: Metric['dimensions']): object[] {
  return Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }))
}
