/**
 * The parts of a CloudWatch dashboard.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 * @module
 */
import { period } from '../alarms/alarm.ts'

/** CloudWatch puts those without a place next to each other, 24 columns to a row. */
export interface Widget {
  type: 'metric' | 'alarm'
  width: number
  height: number
  properties: object
}

/** A graph of some metrics, each as CloudWatch writes it: namespace, name, dimensions, options. */
export function toGraph(
  title: string,
  metrics: readonly (readonly unknown[])[],
  { stat = 'Sum', region = '${AWS::Region}' }: { stat?: string; region?: string } = {},
): Widget {
  return {
    type: 'metric',
    width: 12,
    height: 6,
    properties: { title, metrics, stat, region, period, view: 'timeSeries', stacked: false },
  }
}

export function toBody(widgets: readonly Widget[]): string {
  return JSON.stringify({ widgets })
}
