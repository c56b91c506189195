/**
 * The guard: stops a deploy that would lose data, widen access or break a rule, unless a flag says
 * that this is meant.
 *
 * The rules are in `rules/`; `docs/guard.md` explains each.
 *
 * @module
 */
import { expandTemplate } from './checks/expand.ts'
import type { Template } from './cloudformation.ts'
import { isAllowed, type Allowance } from './guard/allow.ts'
import { rules } from './rules/all.ts'
import { changeRules } from './rules/changes.ts'
import type { Problem, RuleContext } from './rules/rule.ts'

/** A rule that is broken at one resource. */
export interface Finding extends Problem {
  rule: string
  /** Why the rule is there. */
  protects: string
  /** What to write on the command line for it to be let through. */
  flag: string
  isAllowed: boolean
}

/** What the guard looks at. */
export interface GuardOptions {
  template: Pick<Template, 'Resources'>
  /** What is deployed; absent when nothing is. */
  before?: Pick<Template, 'Resources'> | undefined
  context: RuleContext
  allowances?: readonly Allowance[]
}

/** Every rule that is broken, in the order of the rules; those about changes come first. */
export function listFindings(options: GuardOptions): Finding[] {
  const { template, before, context, allowances = [] } = options
  const after = expandTemplate(template)
  const difference = before && {
    before: expandTemplate(before).Resources,
    after: after.Resources,
  }
  const broken = [
    ...changeRules.map((rule) => ({
      rule,
      problems: difference ? rule.check(difference, context) : [],
    })),
    { rule: macros, problems: after.problems },
    ...rules.map((rule) => ({ rule, problems: rule.check(after.Resources, context) })),
  ]
  return broken.flatMap(({ rule, problems }) =>
    problems.map((problem) => toFinding(rule, problem, allowances)),
  )
}

/** The finding that nothing could be compared: what is deployed is not known. */
export function toNotCompared(reason: string, allowances: readonly Allowance[]): Finding {
  return toFinding(
    {
      id: 'not-compared',
      protects: 'Without knowing what is deployed nobody sees what would be lost.',
    },
    { resource: 'stack', says: `could not be compared with what is deployed: ${reason}` },
    allowances,
  )
}

/** The findings of one rule. */
export interface FindingGroup {
  rule: string
  protects: string
  /** Those that are told of one by one, and how many more there are. */
  shown: Finding[]
  more: number
  /** What lets all of them through. */
  flags: string[]
}

/** How many resources are told of that break the same rule. */
const mostShown = 4

/** Findings by their rules; of many that break the same one, the first few. */
export function groupFindings(findings: readonly Finding[]): FindingGroup[] {
  return [...Map.groupBy(findings, ({ rule }) => rule)].map(([rule, group]) => {
    const more = Math.max(0, group.length - mostShown)
    return {
      rule,
      protects: group[0]!.protects,
      shown: group.slice(0, mostShown),
      more,
      flags: more > 0 ? [`--allow ${rule}`] : [...new Set(group.map(({ flag }) => flag))],
    }
  })
}

/** What stops a deploy, as one text for people; undefined when nothing does. */
export function describeStop(findings: readonly Finding[]): string | undefined {
  const groups = groupFindings(findings.filter((it) => !it.isAllowed))
  if (groups.length === 0) return undefined
  const lines = groups.flatMap(({ rule, shown, more }) => [
    ...shown.map(({ resource, says }) => `${rule}: ${resource} ${says}.`),
    ...(more > 0 ? [`${rule}: and ${more} more`] : []),
  ])
  const flags = groups.flatMap((it) => it.flags).join(' ')
  return [
    'The guard stops this deploy (docs/guard.md):',
    ...lines,
    `If all of this is meant, add: ${flags}`,
  ].join('\n')
}

const macros = {
  id: 'macros',
  protects: 'What AWS SAM would make of a property that nobody here knows cannot be checked.',
}

function toFinding(
  { id, protects }: { id: string; protects: string },
  problem: Problem,
  allowances: readonly Allowance[],
): Finding {
  const { resource } = problem
  return {
    ...problem,
    rule: id,
    protects,
    flag: `--allow ${id}:${resource}`,
    isAllowed: isAllowed(allowances, { rule: id, resource }),
  }
}
