/**
 * What Plugboard adds to the CloudFormation template that Architect makes: point by point, each a
 * file of its own in `points/`.
 *
 * @module
 */
import { checkEnv, kernelEnv } from '../env.ts'
import { listServices } from '../manifest.ts'
import type { Template } from './cloudformation.ts'
import type { DeployContext } from './context.ts'
import { addBuckets } from './points/buckets.ts'
import { setEnvironment } from './points/environment.ts'
import { addEvents } from './points/events.ts'
import { configureQueues } from './points/queues.ts'
import { addRoles } from './points/roles.ts'
import { addHeadRoutes } from './points/routes.ts'

// In this order: roles name what the others have made, and alarms watch it.
const points: readonly ((template: Template, context: DeployContext) => void)[] = [
  addEvents,
  configureQueues,
  addHeadRoutes,
  addBuckets,
  setEnvironment,
  addRoles,
]

/**
 * Makes Architect's template safe, in place.
 *
 * @throws Error with every variable that is missing or malformed: no secret, no deploy.
 */
export function addToTemplate(template: Template, context: DeployContext): Template {
  requireVariables(context)
  for (const add of points) add(template, context)
  return template
}

function requireVariables({ inv, stage }: DeployContext): void {
  const declared = Object.assign({}, kernelEnv, ...listServices(inv).map(({ env }) => env))
  const problems = checkEnv(declared, inv._project.env.aws?.[stage] ?? {}, stage)
  if (problems.length > 0) throw new Error(problems.join('\n'))
}
