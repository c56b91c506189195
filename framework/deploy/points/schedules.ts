/**
 * Schedules, and what becomes of runs that could not be begun or failed.
 *
 * @module
 */
import { logicalId } from '../../plugin/names.ts'
import type { Resource, Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { addDeadLetters, day, toAsyncConfig } from './dead-letters.ts'

/** EventBridge Scheduler sets aside the runs that it cannot begin, Lambda those that fail. */
export function configureSchedules(template: Template, { inv }: DeployContext): void {
  const { Resources } = template
  const deadLetters = (inv.scheduled ?? []).map(({ name }) => {
    const id = logicalId.scheduleLambda(name)
    const arn = addDeadLetters(template, id)
    const schedule = Resources[logicalId.schedule(name)]!.Properties
    schedule['ScheduleExpressionTimezone'] ??= 'UTC'
    Object.assign(schedule['Target'] as object, {
      RetryPolicy: { MaximumEventAgeInSeconds: day, MaximumRetryAttempts: 185 },
      DeadLetterConfig: { Arn: arn },
    })
    Resources[id]!.Properties['EventInvokeConfig'] = toAsyncConfig(arn)
    return arn
  })
  if (deadLetters.length > 0) narrowRole(Resources['SchedulerRole']!, deadLetters)
}

// Architect's role invokes the scheduled functions alone, but on whoever's behalf.
function narrowRole({ Properties }: Resource, deadLetters: object[]): void {
  const { AssumeRolePolicyDocument: trust, Policies } = Properties as {
    AssumeRolePolicyDocument?: { Statement: Record<string, unknown>[] }
    Policies?: object[]
  }
  for (const statement of trust!.Statement) {
    statement['Condition'] = { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } }
  }
  Properties['Policies'] = [
    ...Policies!,
    {
      PolicyName: 'DeadLetters',
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: deadLetters }],
      },
    },
  ]
}
