/**
 * Makes the plan of a deploy: from the project as it stands here, and what AWS says is deployed.
 *
 * @module
 */
import { builder } from '../../build/builder.ts'
import { carryNative } from '../../build/native.ts'
import { readAccess } from '../../deploy/access/read-access.ts'
import { createTemplate, toStackName } from '../../deploy/create.ts'
import { listFindings, toNotCompared, type Finding } from '../../deploy/guard.ts'
import { readVariables } from '../../deploy/guard/aws.ts'
import { markCode } from '../../deploy/guard/code.ts'
import { toRuleContext } from '../../deploy/guard/context.ts'
import { readDeployed } from '../../deploy/guard/deployed.ts'
import { createPartFinder } from '../../deploy/guard/parts.ts'
import { createPlan } from '../../deploy/plan.ts'
import type { Printable } from '../../deploy/plan/render.ts'
import { countRules } from '../../deploy/rules/all.ts'
import { listVariableProblems } from '../../deploy/template.ts'
import { getStateDir } from '../../local/cloud.ts'
import { findRunning } from '../../local/lock.ts'
import type { Inventory } from '../../manifest.ts'
import { toCommand } from '../../plugin/root.ts'
import type { DeployCommand } from './options.ts'

/** Everything that is printed, but for the terminal’s width. */
export type PlanResult = Omit<Printable, 'width'>

/**
 * Compares, and asks the guard.
 *
 * @throws Error with every file and line that does not compile.
 */
export async function makePlan(inv: Inventory, command: DeployCommand): Promise<PlanResult> {
  const { stage, name, allowances, isPlan } = command
  const cwd = inv._project.cwd
  const stackName = toStackName(inv.app, { stage, ...(name && { name }) })
  const [deployed, variables, isCodeCompared] = await Promise.all([
    readDeployed(inv, { stackName, cwd }),
    readVariables(inv, stage).catch((error: Error) => error.message),
    build(inv, command),
  ])
  const known = typeof variables === 'string' ? {} : variables
  const template = await createTemplate({
    cwd,
    stage,
    ...(name && { name }),
    variables: known,
    readAccess,
    checksVariables: false,
  })
  if (isCodeCompared) markCode(template)

  inv._project.env.aws = { [stage]: known }
  const notCompared: Finding[] =
    isPlan || deployed.source === 'aws' ? [] : [toNotCompared(deployed.reason ?? '', allowances)]
  const findLabel = createPartFinder({
    Resources: { ...deployed.template?.Resources, ...template.Resources },
  })
  return {
    plan: createPlan(template, deployed.template),
    app: inv.app,
    stage,
    stackName,
    region: inv.aws.region ?? '',
    deployed,
    findings: [
      ...notCompared,
      ...listFindings({
        template,
        before: deployed.template,
        context: toRuleContext({ inv, stage, stackName, variables: known }),
        allowances,
      }),
    ],
    variables:
      typeof variables === 'string'
        ? { problems: [], reason: variables }
        : { problems: listVariableProblems({ inv, stage }) },
    isCodeCompared,
    rules: countRules({ isCompared: deployed.source !== 'nobody' }),
    command: toCommand('deploy', inv._project.cwd, command.parameters),
    labelOf(id) {
      const { kind, name, isMain } = findLabel(id)
      if (id === 'stack') return 'The stack'
      if (kind === 'other') return id
      return isMain ? `${kind} ${name}` : `${id} (${kind} ${name})`
    },
  }
}

// Whoever looks at a plan may be working on the site: its bundles are left alone then.
async function build(inv: Inventory, { isPlan }: DeployCommand): Promise<boolean> {
  if (isPlan && findRunning(getStateDir())) return false
  const { metafiles } = await builder.buildForDeploy(inv)
  // It is part of the code that is compared.
  await carryNative(inv, metafiles)
  return true
}
