/**
 * What is wrong with the lines under `@deploy`.
 *
 * @module
 */
import { listBareStages, listLines, listStageLines, stages, type Line } from './lines.ts'
import { rules } from './rules.ts'

/**
 * Looks at all stages, whichever is deployed.
 *
 * @throws Error with every mistake in them.
 */
export function checkDeployOptions(arc: Record<string, unknown[]>): void {
  const lines = arc['deploy'] ?? []
  const all = listLines(lines)
  const problems = [
    ...listBareStages(lines).map(
      (stage) => `${stage} takes its options on lines below it, indented`,
    ),
    ...checkLines(all),
    ...checkShared(all),
    ...stages.flatMap((stage) => {
      const own = listStageLines(lines, stage)
      const found = [...checkLines(own), ...checkTogether([...all, ...own])]
      return found.map((problem) => `${stage}: ${problem}`)
    }),
  ]
  if (problems.length === 0) return
  throw new Error([...new Set(problems)].map((it) => `[app.arc] @deploy: ${it}.`).join('\n'))
}

function checkLines(lines: readonly Line[]): string[] {
  return lines.flatMap(({ name, values }, index) => {
    if (!isKnown(name)) return [`"${name}" is unknown: it takes ${Object.keys(rules).join(', ')}`]
    if (lines.findIndex((it) => it.name === name) < index) return [`${name} is said twice`]
    const [value] = values
    if (value === undefined) return [`${name} has no value: write ${name} ${rules[name].example}`]
    if (values.length > 1 || typeof value === 'object') return [`${name} takes one value`]
    if (rules[name].accepts(value)) return []
    return [`${name} is ${rules[name].takes}, not "${String(value)}"`]
  })
}

// Two stages cannot answer to the same name.
function checkShared(all: readonly Line[]): string[] {
  return all.some(({ name }) => name === 'domain')
    ? ['a domain belongs to one stage: write it below production, indented']
    : []
}

function checkTogether(lines: readonly Line[]): string[] {
  const has = (wanted: string) => lines.some(({ name }) => name === wanted)
  return [
    ...(has('domain') && !has('certificate')
      ? ['domain needs certificate, the ARN of its certificate in us-east-1']
      : []),
    ...(has('certificate') && !has('domain') ? ['certificate needs the domain it is for'] : []),
    ...(has('budget') && !has('alarms') ? ['budget needs alarms, who would hear of it'] : []),
  ]
}

function isKnown(name: string): name is keyof typeof rules {
  return Object.hasOwn(rules, name)
}
