/**
 * What a deploy says when it is done: where the site is, and what is left for a person to do.
 *
 * @module
 */
import { listServices, type Inventory } from '../manifest.ts'
import type { Template } from './cloudformation.ts'
import type { Stage } from './context.ts'
import { findDomain } from './edge/address.ts'
import { readDeployOptions } from './options.ts'
import { findStack, type Stack } from './stack.ts'

/** What was deployed. */
export interface Deployed {
  inv: Inventory
  stage: Stage
  stackName: string
  template: Pick<Template, 'Resources'>
}

/** Asks AWS how it went, and answers the lines to show. It never makes a deploy fail. */
export async function listClosingLines(deployed: Deployed): Promise<string[]> {
  const { inv, stackName } = deployed
  try {
    const stack = await findStack(inv.aws, stackName)
    return stack ? toLines(deployed, stack) : [`There is no stack ${stackName} at AWS.`]
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return [`AWS did not say where ${stackName} is (${why}). Look into its CloudFormation console.`]
  }
}

type Row = readonly [label: string, text: string]

function toLines(deployed: Deployed, stack: Stack): string[] {
  const { SiteURL: site } = stack.outputs
  return aligned([
    ...(site ? ([['Site', site]] as const) : []),
    ...(stack.status.endsWith('_IN_PROGRESS')
      ? ([['Status', `${stack.status}: AWS is still at work`]] as const)
      : []),
    ...toConsoles(stack, deployed),
    ...toRecords(deployed, stack),
    ...(site ? listSettings(deployed.inv, site) : []),
  ])
}

function toConsoles({ id }: Stack, { stackName, template }: Deployed): Row[] {
  const region = id.split(':')[3]!
  const page = (service: string) =>
    `https://${region}.console.aws.amazon.com/${service}/home?region=${region}`
  const resources = `#/stacks/resources?stackId=${encodeURIComponent(id)}`
  const dashboard = `#dashboards/dashboard/${stackName}-${region}`
  return [
    ['Resources', page('cloudformation') + resources],
    // Stacks of branches have none.
    ...(template.Resources['Dashboard']
      ? ([['Dashboard', page('cloudwatch') + dashboard]] as const)
      : []),
  ]
}

function toRecords(deployed: Deployed, { outputs }: Stack): Row[] {
  const options = readDeployOptions(deployed.inv, deployed.stage)
  const own = findDomain({ ...deployed, options })
  if (!own || !outputs['SiteDomain']) return []
  return [['DNS', `${own.domain} leads to ${outputs['SiteDomain']} (CNAME, or ALIAS in Route 53)`]]
}

function listSettings(inv: Inventory, site: string): Row[] {
  return listServices(inv).flatMap(({ afterDeploy }) =>
    (afterDeploy?.(site) ?? []).map(({ at, set }) => [at, set] as const),
  )
}

function aligned(rows: readonly Row[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length))
  return rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`)
}
