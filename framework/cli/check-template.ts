/**
 * Holds the template of this project to the rules of the guard and to AWS's own checker, for both
 * stages, without AWS.
 *
 * @module
 */
import { listDeclared } from '../deploy/access/parts.ts'
import { readAccess } from '../deploy/access/read-access.ts'
import { expandTemplate } from '../deploy/checks/expand.ts'
import { createValidator } from '../deploy/checks/validate.ts'
import { createTemplate, toStackName } from '../deploy/create.ts'
import type { Template } from '../deploy/cloudformation.ts'
import type { Stage } from '../deploy/context.ts'
import { listFindings } from '../deploy/guard.ts'
import { warnOfMany } from '../deploy/rules/size.ts'
import { readManifest } from '../manifest.ts'

const inv = await readManifest()
const access = await readAccess(inv)
// A value for each secret that is nowhere else, so that it is found wherever it should not be.
const marks = Object.fromEntries(
  Object.entries(listDeclared(inv))
    .filter(([, { secret }]) => secret)
    .map(([name]) => [name, `secret-of-${name}`]),
)

const problems = new Set<string>()
await judge({ stage: 'staging' })
await judge({ stage: 'staging', name: 'branch' })
const template = await judge({ stage: 'production' })
const validator = await createValidator()
for (const { id, resource, says } of validator.check(template)) {
  problems.add(`${id}: ${resource} ${says}`)
}
validator.free()

const tight = warnOfMany(Object.keys(expandTemplate(template).Resources).length)
if (tight) console.log(`${tight} (docs/guard.md)`)
for (const problem of problems) console.error(problem)
if (problems.size > 0) process.exitCode = 1

async function judge(target: { stage: Stage; name?: string }): Promise<Template> {
  const options = { variables: marks, readAccess: async () => access, checksVariables: false }
  const template = await createTemplate({ ...target, ...options })
  const context = {
    stage: target.stage,
    stackName: toStackName(inv.app, target),
    secrets: Object.values(marks),
  }
  for (const { rule, resource, says } of listFindings({ template, context })) {
    problems.add(`${rule}: ${resource} ${says} (docs/guard.md)`)
  }
  return template
}
