/**
 * `npm run test:access`: the site runs on the local cloud with a recorder before it, which refuses what
 * the template does not allow. In the end everything that is allowed must have been called.
 *
 * @module
 */
import { globSync } from 'node:fs'
import { join, relative } from 'node:path'
import { runTape, withOwnApp } from '#framework/cli/own-app.ts'
import { readAccess } from '#framework/deploy/access/read-access.ts'
import type { FunctionAccess } from '#framework/deploy/access.ts'
import { functionId } from '#framework/deploy/access/functions.ts'
import { listParts } from '#framework/deploy/access/parts.ts'
import type { Template } from '#framework/deploy/cloudformation.ts'
import { createTemplate } from '#framework/deploy/create.ts'
import { kernelEnv, type EnvDeclaration } from '#framework/env.ts'
import { listLambdas, listServices, readManifest, type Inventory } from '#framework/manifest.ts'
import { getPorts } from '#framework/plugin/ports.ts'
import { isAllowed, readPolicies } from './policies.ts'
import { startRecorder } from './recorder.ts'
import { compare, renderComparison } from './report.ts'
import { walk } from './walk.ts'

const inv = await readManifest()
const plugged = new Set(listServices(inv).map(({ name }) => name))
const services = ['auth', 'convert', 'files', 'graphql', 'mail', 'newsletter', 'payments']
const isWhole = services.every((it) => plugged.has(it))
const access = await readAccess(inv)
const variables = toVariables(inv)
const template = await createTemplate({ readAccess: async () => access, variables })
const policies = readPolicies(template, inv)

const recorder = await startRecorder((name, call) => {
  const policy = policies.get(name)
  return policy !== undefined && isAllowed(policy, call)
})
process.env['ACCESS_RECORDER'] = recorder.url
process.env['ACCESS_ENVIRONMENT'] = JSON.stringify(toEnvironments(inv, { access, template }))
process.env['NODE_OPTIONS'] = `--import=${join(import.meta.dirname, 'name-functions.mjs')}`

const code = await withOwnApp(async (addresses) => {
  const suite = await runTape(listSuites(inv), { ...addresses, NODE_OPTIONS: '' })
  if (isWhole) {
    await walk({ ...toAddresses(addresses.BASE_URL, inv), outbox: addresses.OUTBOX_URL! })
  }
  return suite
})
recorder.stop()

const comparison = compare(policies, recorder.calls)
console.log(renderComparison(comparison))
if (!isWhole) console.log('Not all services are plugged in: what is never called is not counted.')
const isFine = isWhole ? comparison.isExact : comparison.isEnough
process.exitCode = code || isFine ? code : 1

function listSuites(inv: Inventory): string[] {
  const services = listServices(inv).map(({ dir }) => relative('.', dir))
  return ['test', ...services.map((dir) => `${dir}/test`)].flatMap((folder) =>
    globSync(`${folder}/acceptance/*.test.ts`).toSorted(),
  )
}

function toAddresses(site: string, inv: Inventory) {
  const ports = getPorts({ PLUGBOARD_PORT: new URL(site).port })
  const place = listServices(inv).findIndex(({ name }) => name === 'payments')
  return {
    site,
    console: `http://localhost:${ports.console}`,
    stripe: `http://localhost:${ports.twins + place}`,
    database: `http://localhost:${ports.database}`,
    delivery: `http://localhost:${ports.delivery}`,
  }
}

/** What each function finds: of all that the local cloud would give, what AWS gives it too. */
function toEnvironments(inv: Inventory, { access, template }: Deployed) {
  const { variables } = listParts(inv)
  const given = listLambdas(inv).map((lambda) => {
    const id = functionId(lambda)
    const { Environment } = template.Resources[id]!.Properties
    // What is optional is not in this template; where it is set, the same names are given.
    const names = [...Object.keys(Environment!.Variables), ...access.get(id)!.env]
    return [`@${lambda.pragma} ${lambda.name}`, names.filter((name) => variables.has(name))]
  })
  return { known: [...variables], given: Object.fromEntries(given) as Record<string, string[]> }
}

interface Deployed {
  access: ReadonlyMap<string, FunctionAccess>
  template: Template
}

/** A well-formed value for each variable without which nothing is deployed. */
function toVariables(inv: Inventory): Record<string, string> {
  const declared: EnvDeclaration = Object.assign(
    {},
    kernelEnv,
    ...listServices(inv).map(({ env }) => env),
  )
  const needed = Object.entries(declared).filter(([, { optional }]) => !optional)
  return Object.fromEntries(
    needed.map(([name, { example }]) => [
      name,
      name === 'APP_SECRET' ? 'x'.repeat(64) : example!.replace(/^"(.*)"$/, '$1'),
    ]),
  )
}
