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
import { addAlarms } from './points/alarms.ts'
import { addBuckets } from './points/buckets.ts'
import { addBudget } from './points/budget.ts'
import { addDashboard } from './points/dashboard.ts'
import { setEnvironment } from './points/environment.ts'
import { addEdge } from './points/edge.ts'
import { addEvents } from './points/events.ts'
import { configureFunctions } from './points/functions.ts'
import { addLogs } from './points/logs.ts'
import { dropParameters } from './points/parameters.ts'
import { configureQueues } from './points/queues.ts'
import { addRoles } from './points/roles.ts'
import { configureRoutes } from './points/routes.ts'
import { configureSchedules } from './points/schedules.ts'
import { leaveToContainer } from './points/served.ts'
import { addStatic } from './points/static.ts'
import { configureStreams } from './points/streams.ts'
import { protectTables } from './points/tables.ts'

// In this order: roles name what the others have made, and alarms watch it.
const points: readonly ((template: Template, context: DeployContext) => void)[] = [
  addEvents,
  configureQueues,
  configureSchedules,
  configureStreams,
  leaveToContainer,
  protectTables,
  configureFunctions,
  addLogs,
  dropParameters,
  configureRoutes,
  addBuckets,
  addStatic,
  addEdge,
  setEnvironment,
  addRoles,
  addAlarms,
  addDashboard,
  addBudget,
]

/**
 * Makes Architect's template safe, in place.
 *
 * @throws Error with every variable that is missing or malformed: no secret, no deploy.
 */
export function addToTemplate(template: Template, context: DeployContext): Template {
  const problems = listVariableProblems(context)
  if (problems.length > 0) throw new Error(problems.join('\n'))
  return addPoints(template, context)
}

/** The same, whatever the variables: for a plan, which tells of them itself. */
export function addPoints(template: Template, context: DeployContext): Template {
  for (const add of points) add(template, context)
  return template
}

/** Every variable of the stage that is missing or malformed, with the command that sets it. */
export function listVariableProblems({ inv, stage }: Pick<DeployContext, 'inv' | 'stage'>) {
  const declared = Object.assign({}, kernelEnv, ...listServices(inv).map(({ env }) => env))
  return checkEnv(declared, inv._project.env.aws?.[stage] ?? {}, stage)
}
