import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import type { Template } from '../cloudformation.ts'
import { propertiesOf, useTemplates } from './use-templates.ts'

describe('schedules, deployed', () => {
  const make = useTemplates()
  let template: Template
  beforeAll(async () => {
    const nightly = 'nightly\n  cron 0 3 * * ? *\n  timezone Europe/Berlin'
    template = await make(`@scheduled\nhourly rate(1 hour)\n${nightly}`)
  })

  const deadLetters = { 'Fn::GetAtt': ['HourlyScheduleLambdaDeadLetters', 'Arn'] }

  it('run in the time zone that is declared, or in UTC', () => {
    assert.deepEqual(
      ['Hourly', 'Nightly'].map((name) => {
        const { ScheduleExpressionTimezone: zone, ScheduleExpression: when } = propertiesOf(
          template,
          `${name}ScheduleEvent`,
        )
        return [when, zone]
      }),
      [
        ['rate(1 hour)', 'UTC'],
        ['cron(0 3 * * ? *)', 'Europe/Berlin'],
      ],
    )
  })

  it('are begun within a day, or set aside', () => {
    const { RetryPolicy, DeadLetterConfig } = propertiesOf(template, 'HourlyScheduleEvent')[
      'Target'
    ] as Record<string, unknown>

    assert.deepEqual(RetryPolicy, { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 })
    assert.deepEqual(DeadLetterConfig, { Arn: deadLetters })
  })

  it('are tried three times when they fail, and then set aside', () => {
    const config = propertiesOf(template, 'HourlyScheduleLambda')['EventInvokeConfig'] as {
      MaximumRetryAttempts: number
      DestinationConfig: object
    }

    assert.equal(config.MaximumRetryAttempts, 2)
    assert.deepEqual(config.DestinationConfig, {
      OnFailure: { Type: 'SQS', Destination: deadLetters },
    })
  })

  it('have a role that runs them, sets them aside, and serves this account alone', () => {
    const { AssumeRolePolicyDocument, Policies } = propertiesOf(
      template,
      'SchedulerRole',
    ) as unknown as Record<string, { Statement: { Condition: object }[] }> & {
      Policies: { PolicyDocument: { Statement: { Action: string; Resource: object }[] } }[]
    }

    assert.deepEqual(AssumeRolePolicyDocument!.Statement[0]!.Condition, {
      StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    })
    assert.deepEqual(
      Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement).map(
        ({ Action, Resource }) => [Action, Resource],
      ),
      [
        ['lambda:InvokeFunction', { 'Fn::GetAtt': ['HourlyScheduleLambda', 'Arn'] }],
        ['lambda:InvokeFunction', { 'Fn::GetAtt': ['NightlyScheduleLambda', 'Arn'] }],
        [
          'sqs:SendMessage',
          [deadLetters, { 'Fn::GetAtt': ['NightlyScheduleLambdaDeadLetters', 'Arn'] }],
        ],
      ],
    )
  })
})
