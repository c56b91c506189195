/**
 * Rules about what a deploy would change.
 *
 * @module
 */
import { accessChanges } from './changes/access.ts'
import { addressChanges } from './changes/address.ts'
import { dataChanges } from './changes/data.ts'
import { operationChanges } from './changes/operations.ts'
import type { ChangeRule } from './rule.ts'

/** What every deploy of a stack that is there already is held to. */
export const changeRules: readonly ChangeRule[] = [
  ...dataChanges,
  ...accessChanges,
  ...addressChanges,
  ...operationChanges,
]
