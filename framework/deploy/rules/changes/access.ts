/**
 * Rules about what a deploy would change: nobody may do more without somebody’s having seen it.
 *
 * @module
 */
import { findGrants, listGrants, listWider, type Grant } from '../../guard/grants.ts'
import { listRoutes } from '../../http-api.ts'
import { findTarget, renderValue } from '../references.ts'
import { ofType, type ChangeRule, type Difference, type Plain, type Problem } from '../rule.ts'
import { listResourceStatements } from '../statements.ts'

export const accessChanges: readonly ChangeRule[] = [
  {
    id: 'access-wider',
    protects: 'What a function may do grows only when somebody has looked at it.',
    check: (difference) => [
      ...ofType(difference.after, 'AWS::Lambda::Function').flatMap(([id]) =>
        compare(id, findGrants(difference.before, id), findGrants(difference.after, id)!),
      ),
      ...listOtherRoles(difference.after).flatMap((id) =>
        compare(
          id,
          difference.before[id] && listGrants(difference.before, id),
          listGrants(difference.after, id).filter((grant) => !isRouting(grant, id, difference)),
        ),
      ),
    ],
  },
  {
    id: 'doors-wider',
    protects: 'Who else may use a queue, a topic or a bucket does not change unnoticed.',
    check: listNewGuests,
  },
]

function compare(id: string, before: Grant[] | undefined, after: Grant[]): Problem[] {
  // What is new has nothing to be wider than; the other rules judge it.
  if (!before) return []
  const wider = listWider(before, after).filter((grant) => !isLogging(grant))
  const byResource = Object.groupBy(wider, ({ resource }) => resource)
  return Object.entries(byResource).map(([resource, grants = []]) => ({
    resource: id,
    says: `could now do ${grants.map(({ action }) => action).join(', ')} on ${toName(resource)}`,
  }))
}

/** Every function may write its log, and a log group of this template is its own. */
function isLogging({ action, resource }: Grant): boolean {
  return /^logs:(CreateLogStream|PutLogEvents)$/.test(action) && /^\$\{\w+Logs\}/.test(resource)
}

/** API Gateway calls what a route leads to, and a route is seen in `app.arc`. */
function isRouting({ action, resource }: Grant, role: string, { after }: Difference): boolean {
  return (
    action === 'lambda:InvokeFunction' &&
    ofType(after, 'AWS::ApiGatewayV2::Api')
      .flatMap(([, api]) => listRoutes(api))
      .some(
        ({ functionId, integration }) =>
          resource === `\${${functionId}}` && findTarget(integration.credentials) === role,
      )
  )
}

/** Roles that no function has: a schedule's, and those of services that act on their own. */
function listOtherRoles(resources: Plain): string[] {
  const taken = ofType(resources, 'AWS::Lambda::Function').map(([, { Properties }]) =>
    findTarget(Properties['Role']),
  )
  return ofType(resources, 'AWS::IAM::Role')
    .map(([id]) => id)
    .filter((id) => !taken.includes(id))
}

function listNewGuests({ before, after }: Difference): Problem[] {
  const old = new Set(listGuests(before).map(toKey))
  return listGuests(after)
    .filter((guest) => before[guest.target] && !old.has(toKey(guest)))
    .map(({ id, target, who, actions }) => ({
      resource: id,
      says: `lets ${who} do ${actions} on ${target}`,
    }))
}

interface Guest {
  id: string
  target: string
  who: string
  actions: string
  condition: string
}

function listGuests(resources: Plain): Guest[] {
  return listResourceStatements(resources)
    .filter(
      ({ id, statement }) =>
        statement.effect === 'Allow' && resources[id]!.Type !== 'AWS::Lambda::Permission',
    )
    .flatMap(({ id, statement: { principals = {}, actions, resources: on, condition } }) =>
      Object.values(principals).flatMap((all) =>
        all.map((who) => ({
          id,
          target: findTarget(on) ?? '',
          who: who === '*' ? 'everybody' : renderValue(who),
          actions: actions.toSorted().join(', '),
          condition: condition ? JSON.stringify(condition) : '',
        })),
      ),
    )
}

function toKey({ target, who, actions, condition }: Guest): string {
  return [target, who, actions, condition].join('\n')
}

function toName(resource: string): string {
  return resource
    .replace(/^arn:[^:]+:\w+:\$\{AWS::Region\}:\$\{AWS::AccountId\}:/, '')
    .replace(/^arn:\$\{AWS::Partition\}:\w+:\$\{AWS::Region\}:\$\{AWS::AccountId\}:/, '')
    .replace(/\$\{([^}]+)\}/g, '$1')
}
