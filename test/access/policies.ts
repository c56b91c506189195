/**
 * The policies of a template, with the names of the local cloud in them: what each function may do.
 *
 * @module
 */
import { functionId, titleOf } from '#framework/deploy/access/functions.ts'
import { listFunctions, type Template } from '#framework/deploy/cloudformation.ts'
import { listLambdas, listTopics, type Inventory } from '#framework/manifest.ts'
import { local, logicalId } from '#framework/plugin/names.ts'
import type { Call } from './calls.ts'

/** What one function may do with what is the project's. */
export interface Policy {
  /** `get /articles/:slug`. */
  title: string
  /** Every action on every target that its code was given. */
  allowed: readonly Call[]
}

interface Statement {
  Sid: string
  Action: string[]
  Resource: unknown[]
}

/** By `@http get /`, which is how the local cloud calls a function. */
export function readPolicies(template: Template, inv: Inventory): ReadonlyMap<string, Policy> {
  const targets = listTargets(inv)
  const ids = new Set(listFunctions(template).map(([id]) => id))
  return new Map<string, Policy>(
    listLambdas(inv)
      .filter((lambda) => ids.has(functionId(lambda)))
      .map((lambda) => {
        const statements = readStatements(template, functionId(lambda))
        const allowed = statements
          .filter(isOfCode)
          .flatMap(({ Action, Resource }) =>
            Action.flatMap((action) =>
              Resource.map((it) => ({ action, target: toTarget(it, targets) })),
            ),
          )
        return [`@${lambda.pragma} ${lambda.name}`, { title: titleOf(lambda), allowed }]
      }),
  )
}

/** All statements of a function's role. */
export function readStatements({ Resources }: Template, id: string): Statement[] {
  const role = Resources[id]!.Properties['Role'] as { 'Fn::GetAtt': [string, string] }
  const { Policies } = Resources[role['Fn::GetAtt'][0]]!.Properties as {
    Policies: { PolicyDocument: { Statement: Statement[] } }[]
  }
  return Policies.flatMap(({ PolicyDocument }) => PolicyDocument.Statement)
}

/** Whether a policy allows a call. No wildcard is looked for: there is none but in ARNs of SES. */
export function isAllowed({ allowed }: Policy, { action, target }: Call): boolean {
  return allowed.some((it) => it.action === action && it.target === target)
}

// The others are for Lambda itself, which writes the log and wakes the function.
function isOfCode({ Sid }: Statement): boolean {
  return !/^(Log|Secrets|Trace|From\w+|SetAside\w*|\w+Streams)$/.test(Sid)
}

function listTargets(inv: Inventory): Map<string, string> {
  return new Map([
    ...(inv.tables ?? []).map(({ name }): [string, string] => [
      logicalId.table(name),
      local.table(inv.app, name),
    ]),
    ...listTopics(inv).map(({ name }): [string, string] => [
      logicalId.topic(name),
      local.topic(name),
    ]),
    ...(inv.queues ?? []).map(({ name, fifo }): [string, string] => [
      logicalId.queue(name),
      fifo ? `${name}.fifo` : name,
    ]),
  ])
}

function toTarget(resource: unknown, targets: Map<string, string>): string {
  const {
    'Fn::GetAtt': attribute,
    'Fn::Sub': text,
    Ref,
  } = (resource ?? {}) as {
    'Fn::GetAtt'?: [string, string]
    'Fn::Sub'?: string
    Ref?: string
  }
  const id = attribute?.[0] ?? Ref
  if (id !== undefined) return targets.get(id) ?? id
  if (text !== undefined) return text.replace(/\$\{(\w+)\.Arn\}/g, (_, it) => targets.get(it) ?? it)
  return String(resource).startsWith('arn:aws:ses:') ? 'ses' : String(resource)
}
