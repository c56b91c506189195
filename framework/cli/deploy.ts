/**
 * `npm run deploy`: says in plain words what would change, stops where something would be lost, and
 * lets Architect deploy.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import { styleText } from 'node:util'
import { listFailures } from '../deploy/guard/aws.ts'
import { renderPlan } from '../deploy/plan/render.ts'
import { readInventory } from '../local/preflight/inventory.ts'
import type { Inventory } from '../manifest.ts'
import { readDeployCommand, type DeployCommand } from './deploy/options.ts'
import { makePlan, type PlanResult } from './deploy/plan.ts'

/** Columns: more are hard to read, and what is piped has none. */
const width = Math.max(60, Math.min(process.stdout.columns || 110, 120))

const command = readDeployCommand(process.argv.slice(2))
if ('text' in command) {
  console.log(command.text)
  process.exitCode = command.code
} else process.exitCode = await run(command)

async function run(command: DeployCommand): Promise<number> {
  const { inventory, problems } = await readInventory(process.cwd())
  if (!inventory) return fail(problems)
  let result: PlanResult
  try {
    if (process.stderr.isTTY) process.stderr.write('  Building …')
    result = await makePlan(inventory.inv, command)
  } catch (error) {
    return fail([(error as Error).message])
  } finally {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[K')
  }
  console.log(renderPlan({ ...result, width }))

  const isStopped =
    result.variables.problems.length > 0 || result.findings.some(({ isAllowed }) => !isAllowed)
  if (isStopped) return 1
  if (command.isPlan) return 0
  const code = await deploy(command)
  if (code !== 0) await tellWhy(inventory.inv, result.stackName)
  return code
}

/** CloudFormation says it resource by resource, and Architect prints none of it. */
async function tellWhy(inv: Inventory, stackName: string): Promise<void> {
  const failures = await listFailures(inv, stackName).catch(() => [])
  if (failures.length === 0) return
  fail(failures.map(({ id, type, reason }) => `${id} (${type}): ${reason}`))
  console.error(
    '\n  CloudFormation went back to what was there before. Mend the first of these, then deploy again:\n' +
      '  what follows it may be its consequence. docs/deploy.md says more.',
  )
}

function fail(problems: readonly string[]): number {
  const sign = styleText('red', '✘', { stream: process.stderr })
  for (const problem of problems) console.error(`${sign} ${problem}`)
  return 1
}

/** Architect’s own command, in which the guard looks once more. */
async function deploy({ parameters }: DeployCommand): Promise<number> {
  const architect = createRequire(import.meta.url).resolve('@architect/architect')
  const arc = [architect, 'deploy', ...parameters]
  const child = spawn(process.execPath, arc, { stdio: 'inherit' })
  const [code] = (await once(child, 'close')) as [number | null]
  return code ?? 1
}
