/**
 * What functions find in their environment: what their code names, and no secret.
 *
 * @module
 */
import { listBuckets, listTopics, type Inventory } from '../../manifest.ts'
import { envName, logicalId } from '../../plugin/names.ts'
import type { FunctionAccess } from '../access.ts'
import { accessOf } from '../access/any-access.ts'
import { toParametersVariable, type Kept } from '../access/parameters.ts'
import { listDeclared } from '../access/parts.ts'
import { listFunctions, listOfType, type Resource, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { httpApi, listRoutes } from '../http-api.ts'

/**
 * Physical names, so that no function asks SSM for them at cold start; and in `PLUGBOARD_PARAMETERS`
 * where in SSM it finds what must not stand here.
 *
 * @throws Error naming every function that could not have its secret in time
 */
export function setEnvironment(template: Template, context: DeployContext): void {
  const names = physicalNames(context.inv)
  const stage = readStage(template, context)
  checkWaiting(template, context, stage)

  for (const [id, { Properties }] of listFunctions(template)) {
    const given = Properties.Environment?.Variables ?? {}
    const access = accessOf(context, id)
    const wanted = Object.keys(stage.variables).filter(
      (name) => name in given && (isNamed(access, name) || stage.isForPackages(name)),
    )
    const { plain, kept } = toStageValues(wanted, stage)
    const address = isNamed(access, 'APP_URL') ? toAddress(id, stage) : {}

    Properties.Environment = {
      Variables: {
        ...pick(given, (name) => isArchitects(name, access, context.access.has(id))),
        ...pick(names, (name) => isNamed(access, name) || isUsed(access, name)),
        ...plain,
        ...address.plain,
        PLUGBOARD_PARAMETERS: toParametersVariable([...kept, ...(address.kept ?? [])]),
      },
    }
  }
}

// What needs a secret and does not wait for it would fail at its first event.
function checkWaiting(template: Template, context: DeployContext, stage: Stage): void {
  const needs = ({ env }: FunctionAccess) =>
    Object.keys(stage.variables).some((name) => stage.isSecret(name) && env.includes(name))
  const problems = listFunctions(template).flatMap(([id]) => {
    const access = context.access.get(id)
    return access && needs(access) && !access.waitsForSecrets
      ? [
          `[${id}] reads a secret, which is in no environment before it is loaded. ` +
            "Wrap its handler in withSecrets, of '#framework/secrets.ts'.",
        ]
      : []
  })
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

/** Whether a function's code names a variable. */
export function isNamed({ env }: FunctionAccess, name: string): boolean {
  return env.some((it) => (it.endsWith('*') ? name.startsWith(it.slice(0, -1)) : it === name))
}

interface Stage {
  /** What `arc env` keeps for it. */
  variables: Record<string, string>
  isSecret: (name: string) => boolean
  /** Nobody declares it and no function names it, so it is for a package, or for Node itself. */
  isForPackages: (name: string) => boolean
  pathOf: (name: string) => string
  /** The parameter that has the site's address, if the template has one. */
  addressPath: string | undefined
  /** The functions of routes. */
  routed: ReadonlySet<string>
}

function readStage(template: Template, context: DeployContext): Stage {
  const { inv, stage, stackName } = context
  const declared = listDeclared(inv)
  const api = template.Resources[httpApi.api]
  const all = listFunctions(template).map(([id]) => accessOf(context, id))
  const isAddress = ([, { Properties }]: [string, Resource]) =>
    /\/APP_URL"/.test(JSON.stringify(Properties['Name'] ?? ''))
  return {
    variables: inv._project.env.aws?.[stage] ?? {},
    // Of what nobody declares the name must tell.
    isSecret: (name) => declared[name]?.secret ?? (!declared[name] && looksSecret.test(name)),
    isForPackages: (name) => !(name in declared) && !all.some(({ env }) => env.includes(name)),
    pathOf: (name) => `/${inv.app}/${stage}/${name}`,
    addressPath: listOfType(template, 'AWS::SSM::Parameter').some(isAddress)
      ? `/${stackName}/APP_URL`
      : undefined,
    routed: new Set(api && listRoutes(api).map(({ functionId }) => functionId)),
  }
}

const looksSecret = /SECRET|PASSWORD|TOKEN|(^|_)KEY(_|$)/

interface Values {
  plain?: Record<string, unknown>
  kept?: Kept[]
}

function toStageValues(wanted: readonly string[], stage: Stage): Required<Values> {
  const { variables, isSecret, pathOf } = stage
  return {
    plain: pick(variables, (name) => wanted.includes(name) && !isSecret(name)),
    kept: wanted.filter(isSecret).map((name) => [name, pathOf(name)]),
  }
}

// A route's function cannot name the API that names the function, nor the distribution before it: so
// it reads the site's address from where the deployment writes it, in the end.
function toAddress(id: string, stage: Stage): Values {
  if (stage.variables['APP_URL']) return {}
  if (stage.addressPath) return { kept: [['APP_URL', stage.addressPath]] }

  const url = 'https://${HTTP}.execute-api.${AWS::Region}.${AWS::URLSuffix}'
  return stage.routed.has(id) ? {} : { plain: { APP_URL: { 'Fn::Sub': url } } }
}

function isArchitects(name: string, access: FunctionAccess, isRead: boolean): boolean {
  // It names the role that all functions had.
  if (!name.startsWith('ARC_') || name === 'ARC_ROLE') return false
  return name === 'ARC_ENV' || !isRead || access.usesArchitect || isNamed(access, name)
}

function isUsed(access: FunctionAccess, variable: string): boolean {
  const is = (kind: Parameters<typeof envName>[0]) => (name: string) =>
    envName(kind, name) === variable
  return (
    Object.keys({ ...access.tables, ...access.indexes }).some(is('TABLE')) ||
    access.topics.some(is('TOPIC')) ||
    access.queues.some(is('QUEUE')) ||
    Object.keys(access.buckets).some(is('BUCKET'))
  )
}

function physicalNames(inv: Inventory): Record<string, unknown> {
  const ref = (id: string) => ({ Ref: id })
  return Object.fromEntries([
    ...(inv.tables ?? []).map(({ name }) => [envName('TABLE', name), ref(logicalId.table(name))]),
    ...listTopics(inv).map(({ name }) => [envName('TOPIC', name), ref(logicalId.topic(name))]),
    ...(inv.queues ?? []).map(({ name }) => [envName('QUEUE', name), ref(logicalId.queue(name))]),
    ...listBuckets(inv).map(({ name }) => [envName('BUCKET', name), ref(logicalId.bucket(name))]),
  ])
}

function pick<T>(values: Record<string, T>, isWanted: (name: string) => boolean) {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isWanted(name)))
}
