/**
 * The guard within `arc deploy`: it holds for whoever deploys without `npm run deploy`, too.
 *
 * @module
 */
import type { Inventory } from '../../manifest.ts'
import type { Template } from '../cloudformation.ts'
import type { Stage } from '../context.ts'
import { describeStop, listFindings, toNotCompared } from '../guard.ts'
import { readAllowances } from './allow.ts'
import { markCode } from './code.ts'
import { toRuleContext } from './context.ts'
import { readDeployed } from './deployed.ts'

/** One deployment, as the hook `deploy.start` is told of it. */
export interface Deployment {
  inv: Inventory
  stage: Stage
  stackName: string
  dryRun: boolean
}

/**
 * Marks the code of a finished template, and holds it to the rules. A dry run deploys nothing, so that
 * is let through: its template is there to be looked at.
 *
 * @throws Error with every rule that is broken, and the flags that would let it through.
 */
export async function holdDeploy(template: Template, deployment: Deployment): Promise<void> {
  markCode(template)
  const parameters = process.argv.slice(2)
  if (parameters.includes('--plan')) {
    throw new Error('arc deploy has no --plan, and would deploy. Write: npm run deploy -- --plan')
  }
  // What is ejected is deployed by hand.
  if (deployment.dryRun && !parameters.includes('--eject')) return

  const { inv, stackName, stage } = deployment
  const allowances = readAllowances(parameters)
  const deployed = await readDeployed(inv, { stackName, cwd: inv._project.cwd })
  const variables = inv._project.env.aws?.[stage] ?? {}
  const findings = [
    ...(deployed.source === 'aws' ? [] : [toNotCompared(deployed.reason ?? '', allowances)]),
    ...listFindings({
      template,
      before: deployed.template,
      context: toRuleContext({ ...deployment, variables }),
      allowances,
    }),
  ]
  const stop = describeStop(findings)
  // Architect prints the stack, too, and this is no mistake of the code.
  if (stop) throw Object.assign(new Error(stop), { stack: '' })
}
