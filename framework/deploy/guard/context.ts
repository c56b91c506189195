/**
 * What the rules are told of a deploy.
 *
 * @module
 */
import type { Inventory } from '../../manifest.ts'
import { listDeclared } from '../access/parts.ts'
import type { Stage } from '../context.ts'
import type { RuleContext } from '../rules/rule.ts'

/** Shorter ones are found by chance in places that have nothing to do with them. */
const shortestSecret = 8

/** What nobody declares tells by its name. */
const looksSecret = /SECRET|KEY|TOKEN|PASSWORD/

/** The context of a deploy, with the values that must not stand in its template. */
export function toRuleContext({
  inv,
  stage,
  stackName,
  variables,
}: {
  inv: Inventory
  stage: Stage
  stackName: string
  variables: Readonly<Record<string, string>>
}): RuleContext {
  const declared = listDeclared(inv)
  const isSecret = (name: string) => declared[name]?.secret ?? looksSecret.test(name)
  const secrets = Object.entries(variables)
    .filter(([name, value]) => isSecret(name) && value.length >= shortestSecret)
    .map(([, value]) => value)
  return { stage, stackName, secrets }
}
