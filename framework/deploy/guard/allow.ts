/**
 * What somebody has said may be: `--allow data-lost:PagesTable`.
 *
 * @module
 */
import { changeRules } from '../rules/changes.ts'
import { rules } from '../rules/all.ts'

/** A rule that may be broken: at one resource, or everywhere. */
export interface Allowance {
  rule: string
  /** Logical id. */
  resource?: string
  /** As it was written. */
  text: string
}

/** The rules that have no list of their own, for they are about AWS's answers. */
export const otherRules = ['not-compared', 'macros']

/**
 * Reads `--allow rule` and `--allow rule:Resource` off a command line.
 *
 * @throws Error naming every rule that does not exist.
 */
export function readAllowances(parameters: readonly string[]): Allowance[] {
  const texts = parameters.flatMap((parameter, index) => {
    if (parameter === '--allow') return [parameters[index + 1] ?? '']
    return parameter.startsWith('--allow=') ? [parameter.slice('--allow='.length)] : []
  })
  const allowances = texts.map((text) => {
    const [rule = '', resource] = text.split(':')
    return { rule, ...(resource && { resource }), text }
  })
  const known = [...rules, ...changeRules].map(({ id }) => id)
  const unknown = allowances.filter(({ rule }) => ![...known, ...otherRules].includes(rule))
  if (unknown.length > 0) {
    throw new Error(
      unknown
        .map(({ text }) => `--allow ${text}: there is no such rule. docs/guard.md lists them all.`)
        .join('\n'),
    )
  }
  return allowances
}

/** Whether this may be broken. */
export function isAllowed(
  allowances: readonly Allowance[],
  finding: { rule: string; resource: string },
): boolean {
  return allowances.some(
    ({ rule, resource }) =>
      rule === finding.rule && (resource === undefined || resource === finding.resource),
  )
}
