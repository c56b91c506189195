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
  const context: DeployContext = {
    inv,
    stage,
    stackName: toStackName(inv.app, { stage, ...(name && { name }) }),
    options: readDeployOptions(inv, stage),
    access: (await readAccess?.(inv)) ?? new Map(),
  }
  return (checksVariables ? addToTemplate : addPoints)(toTemplate(inventory), context)
}

/** `PlugboardStagingFeature`, as Architect has it. */
export function toStackName(app: string, { stage, name = '' }: { stage: Stage; name?: string }) {
  return `${toLogicalID(app)}${stage === 'production' ? 'Production' : 'Staging'}${toLogicalID(name)}`
}
