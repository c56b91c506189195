/**
 * What each function may do, to see where a deploy allows more.
 *
 * @module
 */
import { findTarget, renderValue, toList, toShortArn } from '../rules/references.ts'
import { ofType, type Plain } from '../rules/rule.ts'
import { readStatements, type Statement } from '../rules/statements.ts'

/** One action on one resource. */
export interface Grant {
  action: string
  /** As `toShortArn` has it. */
  resource: string
  /** Under which condition; empty for none. */
  condition: string
}

/** What the role of a function allows; undefined where there is no such function. */
export function findGrants(resources: Plain, lambda: string): Grant[] | undefined {
  const role = findTarget(resources[lambda]?.Properties['Role'])
  return resources[lambda] && (role ? listGrants(resources, role) : [])
}

/** What a role allows: its own policies, and those that are put on it. */
export function listGrants(resources: Plain, role: string): Grant[] {
  const { Policies, ManagedPolicyArns } = resources[role]?.Properties ?? {}
  const own = toList(Policies as { PolicyDocument: unknown }[] | undefined)
  const others = ofType(resources, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy')
    .filter(([, it]) =>
      toList(it.Properties['Roles'] as unknown[]).some((it) => findTarget(it) === role),
    )
    .map(([, it]) => it.Properties as unknown as { PolicyDocument: unknown })
  return [
    ...[...own, ...others].flatMap((it) => readStatements(it.PolicyDocument)).flatMap(toGrants),
    ...toList(ManagedPolicyArns as unknown[] | undefined).map((arn) => ({
      action: 'policy',
      resource: renderValue(arn),
      condition: '',
    })),
  ]
}

/** What is allowed now and was not before. */
export function listWider(before: readonly Grant[], after: readonly Grant[]): Grant[] {
  return after.filter((grant) => !before.some((it) => covers(it, grant)))
}

function toGrants({ effect, actions, resources, condition }: Statement): Grant[] {
  if (effect !== 'Allow') return []
  return resources.flatMap((resource) =>
    actions.map((action) => ({
      action,
      resource: toShortArn(resource),
      condition: condition ? JSON.stringify(condition) : '',
    })),
  )
}

function covers(wide: Grant, narrow: Grant): boolean {
  return (
    matches(wide.action.toLowerCase(), narrow.action.toLowerCase()) &&
    matches(wide.resource, narrow.resource) &&
    (wide.condition === '' || wide.condition === narrow.condition)
  )
}

function matches(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`, 's').test(text)
}
