/**
 * Rules: who may do what.
 *
 * @module
 */
import { findTarget, renderValue, toList } from './references.ts'
import { ofType, type Rule } from './rule.ts'
import {
  listIdentityStatements,
  listResourceStatements,
  listTrustStatements,
  type Statement,
} from './statements.ts'

/** What AWS lets nobody narrow to a resource (Service Authorization Reference). */
const unnarrowable: readonly RegExp[] = [
  /^xray:(PutTraceSegments|PutTelemetryRecords|GetSampling\w+)$/,
  /^dynamodb:ListStreams$/,
  /^cloudwatch:PutMetricData$/,
  /^ec2:(Create|Describe|Delete)NetworkInterfaces?$/,
]

/** What needs every one of a kind: before SES lets an account send to all, addressees are identities, too. */
const needsAll: readonly { action: RegExp; resource: RegExp }[] = [
  { action: /^ses:Send(Raw)?Email$/, resource: /^arn:.*:identity\/\*$/ },
]

export const permissionRules: readonly Rule[] = [
  {
    id: 'no-wildcards',
    protects: 'A function that is taken over can do what its code does, and nothing else.',
    check: (resources) =>
      listIdentityStatements(resources)
        .filter(({ statement }) => statement.effect === 'Allow')
        .flatMap(({ id, statement }) =>
          listWildcards(statement).map((says) => ({ resource: id, says })),
        ),
  },
  {
    id: 'no-managed-policies',
    protects: 'Policies that AWS keeps are broad, and become broader without anybody’s asking.',
    check: (resources) =>
      ofType(resources, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
        toList(Properties['ManagedPolicyArns'] as unknown[] | undefined)
          .filter((arn) => findTarget(arn) === undefined)
          .map((arn) => ({ resource: id, says: `has the policy ${renderValue(arn)}` })),
      ),
  },
  {
    id: 'own-role',
    protects: 'With a role of its own, what one function may do does not add up with all others.',
    check: (resources) => {
      const functions = ofType(resources, 'AWS::Lambda::Function')
      const foreign = functions.filter(([, { Properties }]) => {
        const role = findTarget(Properties['Role'])
        return role === undefined || resources[role]?.Type !== 'AWS::IAM::Role'
      })
      const roles = Object.groupBy(
        functions.filter((it) => !foreign.includes(it)),
        ([, { Properties }]) => renderValue(Properties['Role'] ?? ''),
      )
      const shared = Object.entries(roles).filter(([, all = []]) => all.length > 1)
      return [
        ...foreign.map(([id]) => ({
          resource: id,
          says: 'has a role that is not of this template, so nobody sees what it may do',
        })),
        ...shared.map(([role, all = []]) => ({
          resource: findTarget({ 'Fn::Sub': role }) ?? 'stack',
          says: `is the role of ${all.length} functions, such as ${all[0]![0]}`,
        })),
      ]
    },
  },
  {
    id: 'closed-doors',
    protects: 'Queues, topics, buckets and functions are used by this stack’s own parts alone.',
    check: (resources) =>
      [...listResourceStatements(resources), ...listTrustStatements(resources)]
        .filter(({ statement }) => statement.effect === 'Allow')
        .flatMap(({ id, statement }) =>
          listStrangers(statement, resources[id]!.Type).map((says) => ({ resource: id, says })),
        ),
  },
]

function listWildcards({ actions, resources, condition }: Statement): string[] {
  const wide = actions.filter((action) => action.includes('*'))
  const unbound = condition ? [] : resources.map(renderValue).filter(isEverything)
  const isUnbound = unbound.length > 0
  const isNeeded = (action: string) =>
    unnarrowable.some((known) => known.test(action)) ||
    needsAll.some((it) => it.action.test(action) && unbound.every((name) => it.resource.test(name)))
  const free = actions.filter((action) => !isNeeded(action))
  return [
    ...(wide.length > 0 ? [`allows ${wide.join(', ')}: name the actions`] : []),
    ...(isUnbound && free.length > 0
      ? [`allows ${free.join(', ')} on every resource: name the resource`]
      : []),
  ]
}

/** `*`, and ARNs of which everything that tells resources apart is `*`: `arn:aws:s3:::*`. */
function isEverything(resource: string): boolean {
  if (resource === '*') return true
  const [, name] =
    /^arn:(?:[^:]+|\$\{[^}]+\}):[^:]*:(?:\$\{[^}]+\}|[^:])*:(?:\$\{[^}]+\}|[^:])*:(.*)$/.exec(
      resource,
    ) ?? []
  return name !== undefined && /^(\*|[\w-]+[/:]\*)([:/]\*)*$/.test(name)
}

// A service asks for whoever tells it to, in any account, unless the policy says for whom.
function listStrangers({ principals = {}, condition }: Statement, type: string): string[] {
  const bounds = JSON.stringify(condition ?? {})
  const isBound = /"aws:(Source(Arn|Account)|PrincipalOrgID)":(?!"\*")/i.test(bounds)
  const { Service = [], AWS = [], ...others } = principals
  const strangers = AWS.filter((who) => who === '*' && !isBound)
  // A role is taken within its own account.
  const unbound = type === 'AWS::IAM::Role' || isBound ? [] : Service
  return [
    ...strangers.map(() => 'lets everybody in'),
    ...AWS.filter((who) => /^(arn:.*:iam::)?\d{12}/.test(who)).map(
      (who) => `lets the account ${who} in`,
    ),
    ...unbound.map((who) => `lets ${who} in for anybody: it needs a condition on aws:SourceArn`),
    ...Object.entries(others).map(([kind, who]) => `lets ${kind} ${who.join(', ')} in`),
  ]
}
