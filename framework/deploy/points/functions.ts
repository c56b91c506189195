/**
 * Functions, beyond what `app.arc` says of memory, time-out and concurrency.
 *
 * @module
 */
import { listFunctions, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

/** What a function is for, as AWS's console shows it, and whether X-Ray follows it. */
export function configureFunctions(template: Template, { options }: DeployContext): void {
  for (const [, resource] of listFunctions(template)) {
    const { ArcMetadata, Properties } = resource as typeof resource & { ArcMetadata?: Source }
    if (ArcMetadata) {
      const { pragma, name } = ArcMetadata
      Properties['Description'] ??= pragma === 'http' ? name : `@${pragma} ${name}`
      // CloudFormation knows no such attribute of a resource; for such there is Metadata.
      resource.Metadata = { ...resource.Metadata, Architect: ArcMetadata }
      delete (resource as { ArcMetadata?: Source }).ArcMetadata
    }
    if (options.tracing) Properties['Tracing'] = 'Active'
  }
}

/** Where a function stands in `app.arc`. */
interface Source {
  pragma: string
  name: string
}
