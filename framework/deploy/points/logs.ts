/**
 * Logs: a group for each function, which forgets after some days. Those that Lambda makes by itself
 * never do.
 *
 * @module
 */
import { logicalId } from '../../plugin/names.ts'
import { listFunctions, passing, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

export function addLogs(template: Template, { options }: DeployContext): void {
  for (const [id, { Properties }] of listFunctions(template)) {
    template.Resources[logicalId.logs(id)] = {
      Type: 'AWS::Logs::LogGroup',
      ...passing,
      Properties: {
        // With a name of its own it can stand before the function, whose role names it.
        LogGroupName: { 'Fn::Sub': `/aws/lambda/\${AWS::StackName}-${id}` },
        RetentionInDays: options.logs,
      },
    }
    Properties['LoggingConfig'] = { LogGroup: { Ref: logicalId.logs(id) } }
  }
}
