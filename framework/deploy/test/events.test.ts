import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import { listOfType, type Template } from '../cloudformation.ts'
import { propertiesOf, useTemplates } from './use-templates.ts'

describe('events, deployed', () => {
  const make = useTemplates()
  let template: Template
  beforeAll(async () => {
    template = await make('@events\nhappened')
  })

  const deadLetters = { 'Fn::GetAtt': ['HappenedEventLambdaDeadLetters', 'Arn'] }
  const lambda = () => propertiesOf(template, 'HappenedEventLambda')

  it('are tried three times, and then set aside with the error', () => {
    assert.deepEqual(lambda()['EventInvokeConfig'], {
      MaximumRetryAttempts: 2,
      MaximumEventAgeInSeconds: 21_600,
      DestinationConfig: { OnFailure: { Type: 'SQS', Destination: deadLetters } },
    })
  })

  it('are set aside, too, when Lambda does not take them', () => {
    assert.deepEqual(lambda().Events!['HappenedEvent'], {
      Type: 'SNS',
      Properties: {
        Topic: { Ref: 'HappenedEventTopic' },
        RedrivePolicy: { deadLetterTargetArn: deadLetters },
      },
    })
  })

  it('let their topic and nobody else send to the dead letters of a subscriber', () => {
    const { Queues, PolicyDocument } = propertiesOf(
      template,
      'HappenedEventLambdaDeadLettersPolicy',
    ) as unknown as { Queues: unknown; PolicyDocument: { Statement: object[] } }

    assert.deepEqual(Queues, [{ Ref: 'HappenedEventLambdaDeadLetters' }])
    assert.deepEqual(PolicyDocument.Statement, [
      {
        Sid: 'TopicSetsAside',
        Effect: 'Allow',
        Principal: { Service: 'sns.amazonaws.com' },
        Action: 'sqs:SendMessage',
        Resource: deadLetters,
        Condition: { ArnEquals: { 'aws:SourceArn': { Ref: 'HappenedEventTopic' } } },
      },
    ])
  })

  it('reach a service that listens, and leave nothing of the topic that Architect gives it', async () => {
    const heard = await make('@events\nhappened', { service: { on: ['happened', 'never'] } })

    const { Events } = propertiesOf(heard, 'HelperOnHappenedEventLambda')
    assert.deepEqual(Events!['HelperOnHappenedEvent']!.Properties['Topic'], {
      Ref: 'HappenedEventTopic',
    })
    assert.deepEqual(
      listOfType(heard, 'AWS::SQS::QueuePolicy').map(([id]) => id),
      ['HappenedEventLambdaDeadLettersPolicy', 'HelperOnHappenedEventLambdaDeadLettersPolicy'],
    )
    assert.doesNotMatch(JSON.stringify(heard), /HelperOnHappenedEventTopic|OnNever/)
  })
})
