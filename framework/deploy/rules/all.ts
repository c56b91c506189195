/**
 * The rules of the guard, all of them.
 *
 * @module
 */
import { changeRules } from './changes.ts'
import { dataRules } from './data.ts'
import { deadLetterRules } from './dead-letters.ts'
import { functionRules } from './functions.ts'
import { permissionRules } from './permissions.ts'
import { queueRules } from './queues.ts'
import type { Rule } from './rule.ts'
import { siteRules } from './site.ts'

/** What every template is held to. */
export const rules: readonly Rule[] = [
  ...dataRules,
  ...permissionRules,
  ...deadLetterRules,
  ...queueRules,
  ...functionRules,
  ...siteRules,
]

/** How many rules are held to: those about changes only where something is compared. */
export function countRules({ isCompared }: { isCompared: boolean }): number {
  return rules.length + (isCompared ? changeRules.length : 0)
}
