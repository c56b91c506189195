import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import { listOfType, type Resource, type Template } from '../cloudformation.ts'
import { propertiesOf, useTemplates } from './use-templates.ts'

const manifest = `@events
happened

@queues
work

@scheduled
nightly rate(1 day)

@tables
ledger
  id *String

@tables-streams
ledger
`

describe('alarms', () => {
  const make = useTemplates()
  let template: Template
  beforeAll(async () => {
    template = await make(`${manifest}\n@deploy\nalarms "ops@example.com"`)
  })

  const idsOf = (made: Template, type: string) => listOfType(made, type).map(([id]) => id)
  const alarm = (id: string) => propertiesOf(template, `${id}Alarm`)
  const partsOf = (id: string) =>
    (alarm(id)['Metrics'] as { Id: string; Expression?: string; MetricStat?: object }[]).map(
      ({ Expression, MetricStat }) => Expression ?? JSON.stringify(MetricStat),
    )

  it('watch the site, what nobody waits for, and every queue of dead letters', () => {
    assert.deepEqual(idsOf(template, 'AWS::CloudWatch::Alarm'), [
      'FailedRequestsAlarm',
      'SlowRequestsAlarm',
      'ThrottledFunctionsAlarm',
      'FailingFunctionsAlarm',
      'HappenedEventLambdaDeadLettersAlarm',
      'WorkQueueLambdaDeadLettersAlarm',
      'NightlyScheduleLambdaDeadLettersAlarm',
      'LedgerTableStreamLambdaDeadLettersAlarm',
      'LedgerTableStreamLambdaLateAlarm',
    ])
  })

  it('weigh errors against requests, and measure the slowest twentieth', () => {
    const [expression, failed, requests] = partsOf('FailedRequests')

    assert.equal(expression, 'IF(failed >= 5, 100 * failed / requests, 0)')
    assert.match(failed!, /"MetricName":"5xx".*"Value":\{"Ref":"HTTP"\}.*"Stat":"Sum"/)
    assert.match(requests!, /"MetricName":"Count"/)
    assert.equal(alarm('SlowRequests')['ExtendedStatistic'], 'p95')
    assert.equal(alarm('SlowRequests')['EvaluationPeriods'], 3)
  })

  it('go off at the first dead letter, and say whose it is', () => {
    const { AlarmDescription, Dimensions, Threshold, Statistic } = alarm(
      'WorkQueueLambdaDeadLetters',
    )

    assert.match(String(AlarmDescription), /^@queues work kept failing .* docs\/operations\.md$/)
    assert.deepEqual(Dimensions, [
      { Name: 'QueueName', Value: { 'Fn::GetAtt': ['WorkQueueLambdaDeadLetters', 'QueueName'] } },
    ])
    assert.deepEqual([Threshold, Statistic], [1, 'Maximum'])
  })

  it('add up at most ten functions, which is all that CloudWatch does', async () => {
    const names = Array.from({ length: 12 }, (_, index) => `work-${index}`)
    const many = await make(`@queues\n${names.join('\n')}`)

    const sizes = ['FailingFunctionsAlarm', 'FailingFunctions2Alarm'].map(
      (id) => (propertiesOf(many, id)['Metrics'] as object[]).length,
    )
    // With the sum itself.
    assert.deepEqual(sizes, [11, 3])
  })

  it('tell an e-mail address, also when all is well again', () => {
    const topic = { Ref: 'AlarmsTopic' }

    assert.deepEqual(propertiesOf(template, 'AlarmsTopic')['Subscription'], [
      { Protocol: 'email', Endpoint: 'ops@example.com' },
    ])
    for (const [id, { Properties }] of listOfType(template, 'AWS::CloudWatch::Alarm')) {
      assert.deepEqual(Properties['AlarmActions'], [topic], id)
      assert.deepEqual(Properties['OKActions'], [topic], id)
      assert.equal(Properties['TreatMissingData'], 'notBreaching', id)
    }
  })

  it('tell an https address', async () => {
    const told = await make('@deploy\nalarms https://hooks.example.com/a')

    assert.deepEqual(propertiesOf(told, 'AlarmsTopic')['Subscription'], [
      { Protocol: 'https', Endpoint: 'https://hooks.example.com/a' },
    ])
  })

  it('let CloudWatch and the budget of this account publish, and nobody else', () => {
    const { Statement } = propertiesOf(template, 'AlarmsTopicPolicy')['PolicyDocument'] as {
      Statement: { Principal: { Service: string }; Condition: Record<string, object> }[]
    }

    assert.deepEqual(
      Statement.map(({ Principal }) => Principal.Service),
      ['cloudwatch.amazonaws.com', 'budgets.amazonaws.com'],
    )
    for (const { Condition } of Statement) {
      assert.deepEqual(Condition['StringEquals'], {
        'aws:SourceAccount': { Ref: 'AWS::AccountId' },
      })
    }
  })

  it('turn red without telling anybody, where nobody is named', async () => {
    const quiet = await make(manifest)

    const alarms = listOfType(quiet, 'AWS::CloudWatch::Alarm')
    assert.equal(alarms.length, 9)
    assert.ok(alarms.every(([, { Properties }]) => !('AlarmActions' in Properties)))
    assert.ok(!('AlarmsTopic' in quiet.Resources))
  })

  it('are on one dashboard, of at most fifty metrics for a site of this size', () => {
    const { DashboardBody } = propertiesOf(template, 'Dashboard')
    const { widgets } = JSON.parse((DashboardBody as { 'Fn::Sub': string })['Fn::Sub']) as {
      widgets: { properties: { alarms?: string[]; metrics?: unknown[][] } }[]
    }

    const metrics = widgets.flatMap(({ properties }) => properties.metrics ?? [])
    assert.deepEqual(
      widgets[0]!.properties.alarms,
      idsOf(template, 'AWS::CloudWatch::Alarm').map((id) => `\${${id}.Arn}`),
    )
    assert.ok(metrics.length <= 50)
    const named = [...JSON.stringify(widgets).matchAll(/\$\{(\w+)[.}]/g)].map(([, id]) => id!)
    assert.deepEqual(
      named.filter((id) => !(id in template.Resources)),
      [],
    )
  })

  it('and the dashboard are not for a branch, but for production whatever its name', async () => {
    const watched = (made: Template) =>
      listOfType(made, 'AWS::CloudWatch::Alarm').length + Number('Dashboard' in made.Resources)

    assert.equal(watched(await make(manifest, { name: 'feature' })), 0)
    assert.equal(watched(await make(manifest, { name: 'eu', stage: 'production' })), 10)
  })
})

describe('the budget', () => {
  const make = useTemplates()
  const read = (made: Template) => made.Resources['Budget'] as Resource | undefined

  it('tells of 80 % spent, of all, and of a month that will cost more', async () => {
    const { Properties } = read(
      await make('@deploy\nalarms "ops@example.com"\nbudget 50\nproduction\n  budget 200', {
        stage: 'production',
      }),
    )!
    const { NotificationsWithSubscribers: told, Budget } = Properties as unknown as {
      NotificationsWithSubscribers: {
        Notification: { NotificationType: string; Threshold: number }
        Subscribers: object[]
      }[]
      Budget: object
    }

    assert.deepEqual(Budget, {
      BudgetType: 'COST',
      TimeUnit: 'MONTHLY',
      BudgetLimit: { Amount: 200, Unit: 'USD' },
    })
    assert.deepEqual(
      told.map(({ Notification: it }) => `${it.NotificationType} ${it.Threshold}`),
      ['FORECASTED 100', 'ACTUAL 80', 'ACTUAL 100'],
    )
    assert.deepEqual(told[0]!.Subscribers, [
      { SubscriptionType: 'SNS', Address: { Ref: 'AlarmsTopic' } },
    ])
  })

  it('is not watched unless app.arc names one', async () => {
    assert.equal(read(await make('')), undefined)
  })
})
