/**
 * What every point of `points/` is told.
 *
 * @module
 */
import type { Inventory } from '../manifest.ts'
import type { FunctionAccess } from './access.ts'
import type { DeployOptions } from './options.ts'

export type Stage = 'staging' | 'production'

/** One deployment. */
export interface DeployContext {
  inv: Inventory
  stage: Stage
  /** `PlugboardStaging`; with `--name feature` `PlugboardStagingFeature`. */
  stackName: string
  /** What `app.arc` says under `@deploy`, for this stage. */
  options: DeployOptions
  /** What the code of each function uses, by the function's logical id. */
  access: ReadonlyMap<string, FunctionAccess>
}
