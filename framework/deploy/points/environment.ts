/**
 * What functions find in their environment.
 *
 * @module
 */
import { listTopics, type Inventory } from '../../manifest.ts'
import { envName, logicalId } from '../../plugin/names.ts'
import { listFunctions, type Resource, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

/** Physical names, so that no function asks SSM for them at cold start. */
export function setEnvironment(template: Template, { inv }: DeployContext): void {
  const names = physicalNames(inv)
  for (const [, { Properties }] of listFunctions(template)) {
    Properties.Environment ??= { Variables: {} }
    Object.assign(Properties.Environment.Variables, names, originOf(Properties))
  }
}

function physicalNames(inv: Inventory): Record<string, unknown> {
  const ref = (id: string) => ({ Ref: id })
  return Object.fromEntries([
    ...(inv.tables ?? []).map(({ name }) => [envName('TABLE', name), ref(logicalId.table(name))]),
    ...listTopics(inv).map(({ name }) => [envName('TOPIC', name), ref(logicalId.topic(name))]),
    ...(inv.queues ?? []).map(({ name }) => [envName('QUEUE', name), ref(logicalId.queue(name))]),
  ])
}

// A route's function cannot name the API that names the function: those learn their origin from the
// request. What runs without a request is told.
function originOf({ Events = {}, Environment }: Resource['Properties']): Record<string, unknown> {
  const isRoute = Object.values(Events).some(({ Type }) => Type === 'HttpApi')
  if (isRoute || Environment?.Variables['APP_URL']) return {}
  return { APP_URL: { 'Fn::Sub': 'https://${HTTP}.execute-api.${AWS::Region}.amazonaws.com' } }
}
