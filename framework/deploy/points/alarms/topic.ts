/**
 * Who hears of alarms.
 *
 * @module
 */
import type { Template } from '../../cloudformation.ts'
import type { DeployOptions } from '../../options.ts'

/** The topic's logical id. Those of `@events` end otherwise. */
export const alarmsTopic = 'AlarmsTopic'

/** Adds the topic, if anybody is to hear of it; answers its ARN. */
export function addAlarmsTopic(
  { Resources }: Template,
  { alarms }: Pick<DeployOptions, 'alarms'>,
): { Ref: string } | undefined {
  if (!alarms) return undefined
  const arn = { Ref: alarmsTopic }
  Resources[alarmsTopic] = {
    Type: 'AWS::SNS::Topic',
    Properties: {
      DisplayName: { 'Fn::Sub': '${AWS::StackName}' },
      Subscription: [{ Protocol: alarms.includes('://') ? 'https' : 'email', Endpoint: alarms }],
    },
  }
  Resources[`${alarmsTopic}Policy`] = {
    Type: 'AWS::SNS::TopicPolicy',
    Properties: {
      Topics: [arn],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          allow('AlarmsTell', 'cloudwatch', 'cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*'),
          allow('BudgetTells', 'budgets', 'budgets::${AWS::AccountId}:*'),
        ],
      },
    },
  }
  return arn

  function allow(Sid: string, service: string, source: string): object {
    return {
      Sid,
      Effect: 'Allow',
      Principal: { Service: `${service}.amazonaws.com` },
      Action: 'sns:Publish',
      Resource: arn,
      Condition: {
        StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
        ArnLike: { 'aws:SourceArn': { 'Fn::Sub': `arn:\${AWS::Partition}:${source}` } },
      },
    }
  }
}
