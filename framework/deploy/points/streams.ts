/**
 * Table streams, and how their functions take changes.
 *
 * @module
 */
import { attempts } from '../../plugin/attempts.ts'
import { logicalId } from '../../plugin/names.ts'
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { addDeadLetters, day } from './dead-letters.ts'

/** One bad change holds up those behind it for a few tries, not for a day. */
export function configureStreams(template: Template, { inv }: DeployContext): void {
  for (const { name } of inv['tables-streams'] ?? []) {
    const { Properties } = template.Resources[logicalId.streamSource(name)]!
    Object.assign(Properties, {
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      BisectBatchOnFunctionError: true,
      // Halving a batch counts as none.
      MaximumRetryAttempts: attempts - 1,
      // The stream itself keeps no change longer.
      MaximumRecordAgeInSeconds: day,
      DestinationConfig: {
        OnFailure: { Destination: addDeadLetters(template, logicalId.streamLambda(name)) },
      },
    })
  }
}
