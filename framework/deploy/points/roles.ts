/**
 * What functions may do: a role for each, made of what its code does and of what wakes it.
 *
 * @module
 */
import type { Inventory } from '../../manifest.ts'
import { accessOf, toAnyAccess } from '../access/any-access.ts'
import { functionId } from '../access/functions.ts'
import { listFunctions, listOfType, type Resource, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { toAccessStatements } from './roles/access.ts'
import {
  listForeignPolicies,
  takePolicies,
  toAssetStatements,
  toDiscoveryStatements,
} from './roles/architect.ts'
import { toRunningStatements } from './roles/running.ts'
import { getArn, type Statement } from './roles/statement.ts'
import { toDestinationStatements, toSourceStatements } from './roles/wiring.ts'

/** Gives each function its own role, and takes away the one that Architect lets all of them share. */
export function addRoles(template: Template, context: DeployContext): void {
  const { Resources } = template
  const foreign = listForeignPolicies(Resources['Role'])
  const functions = listFunctions(template)

  for (const [id, resource] of functions) {
    const { arns, inline } = takePolicies(resource)
    const statements = [
      ...toRunningStatements(id, template),
      ...toSourceStatements(id, template),
      ...toDestinationStatements(id, template),
      ...(isAssetProxy(id, context.inv) ? toAssetStatements() : toCodeStatements(id, context)),
    ]
    Resources[toRoleId(id)] = toRole(statements, { policies: [...foreign, ...inline], arns })
    resource.Properties['Role'] = getArn(toRoleId(id))
  }
  replaceShared(
    template,
    functions.map(([id]) => toRoleId(id)),
  )
}

function toRoleId(functionId: string): string {
  return `${functionId}Role`
}

function toCodeStatements(id: string, context: DeployContext): Statement[] {
  const access = accessOf(context, id)
  if (!access.usesArchitect) return toAccessStatements(access)
  // Its tables, topics and queues have names that are computed: they may be any.
  const { permissions } = access
  const any = { ...toAnyAccess(context.inv), buckets: access.buckets, permissions }
  return [...toAccessStatements(any), ...toDiscoveryStatements()]
}

function isAssetProxy(id: string, { http }: Inventory): boolean {
  return (http ?? []).some((it) => it.arcStaticAssetProxy && functionId(it) === id)
}

function toRole(
  Statement: readonly Statement[],
  { policies, arns }: { policies: readonly object[]; arns: readonly unknown[] },
): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      },
      ...(arns.length > 0 && { ManagedPolicyArns: arns }),
      Policies: [
        { PolicyName: 'Plugboard', PolicyDocument: { Version: '2012-10-17', Statement } },
        ...policies,
      ],
    },
  }
}

// Policies of their own that were for the shared role, as @ws has one, are for all roles then.
function replaceShared(template: Template, roles: readonly string[]): void {
  const { Resources } = template
  delete Resources['ParameterStorePolicy']
  delete Resources['Role']
  for (const [, policy] of listOfType(template, 'AWS::IAM::Policy')) {
    const named = policy.Properties['Roles'] as { Ref?: string }[] | undefined
    if (!named?.some(({ Ref }) => Ref === 'Role')) continue
    policy.Properties['Roles'] = roles.map((Ref) => ({ Ref }))
    delete policy.DependsOn
  }
}
