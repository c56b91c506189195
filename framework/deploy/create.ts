/**
 * The whole template, made in this process: for the plan, and for tests.
 *
 * @module
 */
import { createRequire } from 'node:module'
import type { Inventory } from '../manifest.ts'
import type { FunctionAccess } from './access.ts'
import type { Template } from './cloudformation.ts'
import type { DeployContext, Stage } from './context.ts'
import { readDeployOptions } from './options.ts'
import { addPoints, addToTemplate } from './template.ts'

const load = createRequire(import.meta.url)
const readInventory = load('@architect/inventory') as (options: {
  cwd: string
  deployStage: string
}) => Promise<{ inv: Inventory; get: unknown }>
const toTemplate = load('@architect/package') as (inventory: object) => Template
const { toLogicalID } = load('@architect/utils') as { toLogicalID: (name: string) => string }

/** What a template is made for. */
export interface TemplateOptions {
  cwd?: string
  /** Default `staging`. */
  stage?: Stage
  /** As in `--name`. */
  name?: string
  /** The stage's environment variables, which `arc env` keeps. */
  variables?: Record<string, string>
  /** Default: nothing is known of any function. */
  readAccess?: (inv: Inventory) => Promise<ReadonlyMap<string, FunctionAccess>>
  /** Default true. A plan tells of variables itself, all at once with the rest. */
  checksVariables?: boolean
}

/**
 * Makes the template that `arc deploy` would send.
 *
 * @throws Error with all that Architect finds wrong, or every variable that is missing.
 */
export async function createTemplate(options: TemplateOptions): Promise<Template> {
  const {
    cwd = process.cwd(),
    stage = 'staging',
    name,
    variables = {},
    readAccess,
    checksVariables = true,
  } = options
  const inventory = await readInventory({ cwd, deployStage: stage })
  const { inv } = inventory
  inv._project.env.aws = { [stage]: variables }
  const stackName = toStackName(inv.app, { stage, ...(name && { name }) })
  const access = (await readAccess?.(inv)) ?? new Map()
  const context = createContext(inv, { stage, stackName, access })
  return (checksVariables ? addToTemplate : addPoints)(toTemplate(inventory), context)
}

/** What the points are told of a deployment. */
export function createContext(
  inv: Inventory,
  { stage, stackName, access }: Pick<DeployContext, 'stage' | 'stackName' | 'access'>,
): DeployContext {
  const options = readDeployOptions(inv, stage)
  if (stackName === toStackName(inv.app, { stage }))
    return { inv, stage, stackName, options, access }
  // A branch has an address of its own: with the stage's, its links and mails would lead to the other site.
  const { [stage]: variables = {}, ...others } = inv._project.env.aws ?? {}
  const { APP_URL: _stages, ...rest } = variables
  const env = { ...inv._project.env, aws: { ...others, [stage]: rest } }
  const branch = { ...inv, _project: { ...inv._project, env } }
  return { inv: branch, stage, stackName, options, access }
}

/** `PlugboardStagingFeature`, as Architect has it. */
export function toStackName(app: string, { stage, name = '' }: { stage: Stage; name?: string }) {
  return `${toLogicalID(app)}${stage === 'production' ? 'Production' : 'Staging'}${toLogicalID(name)}`
}
