/**
 * The statements of every policy of a template, whoever it hangs on.
 *
 * @module
 */
import { ofType, type Plain } from './rule.ts'
import { renderValue, toList } from './references.ts'

/** One statement, its lists as lists. */
export interface Statement {
  effect: 'Allow' | 'Deny'
  actions: string[]
  resources: unknown[]
  /** Absent where the policy hangs on who is allowed. */
  principals?: Record<string, string[]>
  condition?: Record<string, Record<string, unknown>>
}

interface RawStatement {
  Effect: 'Allow' | 'Deny'
  Action?: string | string[]
  NotAction?: string | string[]
  Resource?: unknown
  NotResource?: unknown
  Principal?: string | Record<string, string | string[]>
  Condition?: Record<string, Record<string, unknown>>
}

interface NamedPolicy {
  PolicyDocument: unknown
}

/** Statements that say what somebody may do: of roles, and of policies that hang on roles. */
export function listIdentityStatements(resources: Plain): { id: string; statement: Statement }[] {
  const roles = ofType(resources, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
    toList(Properties['Policies'] as NamedPolicy[] | undefined).map((it) => ({ id, it })),
  )
  const policies = ofType(resources, 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy').map(
    ([id, { Properties }]) => ({ id, it: Properties as unknown as NamedPolicy }),
  )
  return [...roles, ...policies].flatMap(({ id, it }) =>
    readStatements(it.PolicyDocument).map((statement) => ({ id, statement })),
  )
}

/** Statements that say who may do something with a resource; `id` is the policy's. */
export function listResourceStatements(resources: Plain): { id: string; statement: Statement }[] {
  const policies = ofType(
    resources,
    'AWS::S3::BucketPolicy',
    'AWS::SQS::QueuePolicy',
    'AWS::SNS::TopicPolicy',
  ).map(([id, { Properties }]) => ({ id, document: Properties['PolicyDocument'] }))
  const permissions = ofType(resources, 'AWS::Lambda::Permission').map(([id, { Properties }]) => ({
    id,
    statement: toStatement(Properties),
  }))
  return [
    ...policies.flatMap(({ id, document }) =>
      readStatements(document).map((statement) => ({ id, statement })),
    ),
    ...permissions,
  ]
}

/** Statements that say who may take a role. */
export function listTrustStatements(resources: Plain): { id: string; statement: Statement }[] {
  return ofType(resources, 'AWS::IAM::Role').flatMap(([id, { Properties }]) =>
    readStatements(Properties['AssumeRolePolicyDocument']).map((statement) => ({ id, statement })),
  )
}

/** The statements of one policy document. */
export function readStatements(document: unknown): Statement[] {
  const { Statement } = (document ?? {}) as { Statement?: RawStatement | RawStatement[] }
  return toList(Statement).map(
    ({ Effect, Action, NotAction, Resource, NotResource, Principal, Condition }) => ({
      effect: Effect,
      // All but some is nearly all.
      actions: NotAction ? ['*'] : toList(Action),
      resources: NotResource ? ['*'] : toList(Resource as unknown[] | undefined),
      ...(Principal && { principals: toPrincipals(Principal) }),
      ...(Condition && { condition: Condition }),
    }),
  )
}

function toPrincipals(principal: string | Record<string, string | string[]>) {
  if (typeof principal === 'string') return { AWS: [principal] }
  return Object.fromEntries(
    Object.entries(principal).map(([kind, who]) => [kind, toList(who).map(renderValue)]),
  )
}

function toStatement(permission: Record<string, unknown>): Statement {
  const { Action, FunctionName, Principal, SourceArn, SourceAccount } = permission
  const who = String(Principal)
  const source = {
    ...(SourceArn !== undefined && { 'aws:SourceArn': SourceArn }),
    ...(SourceAccount !== undefined && { 'aws:SourceAccount': SourceAccount }),
  }
  return {
    effect: 'Allow',
    actions: [String(Action)],
    resources: [FunctionName],
    principals: { [who.endsWith('.amazonaws.com') ? 'Service' : 'AWS']: [who] },
    ...(Object.keys(source).length > 0 && { condition: { ArnLike: source } }),
  }
}
