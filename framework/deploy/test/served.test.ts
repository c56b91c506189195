import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { listOfType } from '../cloudformation.ts'
import { propertiesOf, useTemplates } from './use-templates.ts'

const manifest = `@events
happened

@queues
work

@scheduled
nightly rate(1 day)
`

describe('what app.arc gives to a container', () => {
  const make = useTemplates()

  it('wakes no function, and each of them stays deployed', async () => {
    const plain = await make(manifest)
    const template = await make(`${manifest}\n@serve\nhttp\nqueues\nschedules\nevents`)

    const { Events } = propertiesOf(template, 'WorkQueueLambda')
    assert.equal(Events!['WorkQueueEvent']!.Properties['Enabled'], false)
    assert.equal(propertiesOf(template, 'NightlyScheduleEvent')['State'], 'DISABLED')
    assert.deepEqual(propertiesOf(template, 'HappenedEventLambda').Events, {})
    const functions = 'AWS::Serverless::Function'
    assert.deepEqual(
      listOfType(template, functions).map(([id]) => id),
      listOfType(plain, functions).map(([id]) => id),
    )
  })

  it('puts a queue behind each subscriber, whose dead letters stay where they were', async () => {
    const service = { on: ['happened'] }
    const template = await make(`${manifest}\n@serve\nevents`, { service })

    for (const name of ['Happened', 'HelperOnHappened']) {
      const deadLetters = { 'Fn::GetAtt': [`${name}EventLambdaDeadLetters`, 'Arn'] }
      const queue = propertiesOf(template, `${name}Subscriber`)
      assert.deepEqual(queue['RedrivePolicy'], {
        deadLetterTargetArn: deadLetters,
        maxReceiveCount: 3,
      })
      assert.equal(queue['VisibilityTimeout'], 30)
      assert.deepEqual(propertiesOf(template, `${name}SubscriberSubscription`), {
        Protocol: 'sqs',
        TopicArn: { Ref: 'HappenedEventTopic' },
        Endpoint: { 'Fn::GetAtt': [`${name}Subscriber`, 'Arn'] },
        RedrivePolicy: { deadLetterTargetArn: deadLetters },
      })
      const policy = JSON.stringify(propertiesOf(template, `${name}SubscriberPolicy`))
      assert.match(policy, /"ArnEquals":\{"aws:SourceArn":\{"Ref":"HappenedEventTopic"\}\}/)
    }
  })

  it('is nothing where app.arc does not say so', async () => {
    const template = await make(manifest)

    const { Events } = propertiesOf(template, 'WorkQueueLambda')
    assert.ok(!('Enabled' in Events!['WorkQueueEvent']!.Properties))
    assert.ok(!('State' in propertiesOf(template, 'NightlyScheduleEvent')))
    assert.ok(!('HappenedSubscriber' in template.Resources))
  })

  it('is refused where it cannot be served', async () => {
    await assert.rejects(
      make(`${manifest}\n@serve\nhttp\nstreams`),
      /\[app\.arc\] @serve: "streams" cannot be served\. Write any of http, queues, schedules, events\./,
    )
  })
})
