import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import type { Resource } from '../../deploy/cloudformation.ts'
import { listFixedCosts } from '../fixed.ts'

function stack(...resources: [type: string, properties: Record<string, unknown>][]) {
  const entries = resources.map(([Type, Properties], index) => [`R${index}`, { Type, Properties }])
  return { Resources: Object.fromEntries(entries) as Record<string, Resource> }
}

const alarm = ['AWS::CloudWatch::Alarm', { MetricName: 'Errors', Period: 300 }] as [string, object]
const alarms = (count: number) => Array.from({ length: count }, () => alarm) as never[]

describe('what a stack costs when nobody calls it', () => {
  it('is nothing for what is paid by use', () => {
    const template = stack(
      ['AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST' }],
      ['AWS::Serverless::Function', { Events: { Get: { Type: 'HttpApi' } } }],
      ['AWS::SNS::Topic', {}],
      ['AWS::Scheduler::Schedule', {}],
    )

    assert.deepEqual(listFixedCosts(template), [])
  })

  it('counts alarms beyond the ten that are free', () => {
    const [line] = listFixedCosts(stack(...alarms(14)))

    assert.equal(line?.name, 'CloudWatch: alarms')
    assert.ok(Math.abs(line.monthly - 0.4) < 1e-9)
    assert.match(line.why, /^14; \$0\.1 each; 10 a month are free/)
  })

  it('counts each metric that an alarm reads', () => {
    const metric = { MetricStat: { Period: 60 } }
    const math = { Metrics: [{ Expression: 'a + b' }, metric, metric] }
    const template = stack(['AWS::CloudWatch::Alarm', math])
    const [line] = listFixedCosts(template, { freeTier: false })

    assert.ok(Math.abs(line!.monthly - 0.2) < 1e-9)
  })

  it('counts what AWS asks of idle queues', () => {
    const own = ['AWS::Serverless::Function', { Events: { Queue: { Type: 'SQS' } } }]
    const mapped = [
      'AWS::Lambda::EventSourceMapping',
      { EventSourceArn: { 'Fn::GetAtt': ['MailQueue', 'Arn'] } },
    ]
    const [line] = listFixedCosts(stack(own as never, mapped as never), { freeTier: false })

    // Two queues, five connections each, one request of twenty seconds after the other, 730 hours.
    assert.equal(line?.name, 'SQS: queues that Lambda polls')
    assert.ok(Math.abs(line.monthly - (2 * 657_000 * 0.4) / 1e6) < 1e-9)
  })

  it('counts dashboards, keys, secrets, zones and advanced parameters', () => {
    const template = stack(
      ['AWS::CloudWatch::Dashboard', {}],
      ['AWS::KMS::Key', {}],
      ['AWS::SecretsManager::Secret', {}],
      ['AWS::Route53::HostedZone', {}],
      ['AWS::SSM::Parameter', { Tier: 'Advanced' }],
      ['AWS::SSM::Parameter', { Tier: 'Standard' }],
    )
    const sums = listFixedCosts(template, { freeTier: false }).map(({ name, monthly }) => [
      name,
      monthly,
    ])

    assert.deepEqual(sums, [
      ['CloudWatch: dashboards', 3],
      ['Secrets Manager: secrets', 0.4],
      ['KMS: keys', 1],
      ['Route 53: hosted zones', 0.5],
      ['Systems Manager: advanced parameters', 0.05],
    ])
  })
})
