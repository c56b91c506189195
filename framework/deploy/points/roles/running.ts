/**
 * What a function needs to run at all: its log, its secrets, and X-Ray where that follows it.
 *
 * @module
 */
import { listParameters } from '../../access/parameters.ts'
import type { Template } from '../../cloudformation.ts'
import { allow, getArn, parameterArn, type Statement } from './statement.ts'

export function toRunningStatements(id: string, template: Template): Statement[] {
  const resource = template.Resources[id]!
  const parameters = listParameters(resource).map(parameterArn)
  const isTraced = resource.Properties['Tracing'] === 'Active'
  return [
    allow('Log', ['logs:CreateLogStream', 'logs:PutLogEvents'], [toLogArn(id, template)]),
    ...(parameters.length > 0 ? [allow('Secrets', ['ssm:GetParameters'], parameters)] : []),
    // X-Ray knows no resource for these two.
    ...(isTraced
      ? [allow('Trace', ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*'])]
      : []),
  ]
}

// The ARN of a log group ends in `:*`, which are its streams.
function toLogArn(id: string, { Resources }: Template): unknown {
  const group = (Resources[id]!.Properties['LoggingConfig'] as { LogGroup?: { Ref?: string } })
    ?.LogGroup?.Ref
  if (group && group in Resources) return getArn(group)
  const name = `/aws/lambda/\${AWS::StackName}-${id}-*:*`
  return {
    'Fn::Sub': `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${name}`,
  }
}
