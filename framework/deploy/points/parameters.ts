/**
 * SSM parameters, by which `@architect/functions` finds tables, topics and queues. Our own functions
 * find them in their environment.
 *
 * @module
 */
import { listOfType, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

/** Takes them away, unless a function's bundle holds `@architect/functions`. */
export function dropParameters(template: Template, { access }: DeployContext): void {
  if ([...access.values()].some(({ usesArchitect }) => usesArchitect)) return
  for (const [id] of listOfType(template, 'AWS::SSM::Parameter').filter(isArchitects)) {
    delete template.Resources[id]
  }
}

function isArchitects([, { Properties }]: ReturnType<typeof listOfType>[number]): boolean {
  const name = JSON.stringify(Properties['Name'])
  return /\/\$\{AWS::StackName\}\/(tables|events|queues|static)\//.test(name)
}
