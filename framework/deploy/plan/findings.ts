/**
 * How what the guard has found is printed.
 *
 * @module
 */
import { styleText } from 'node:util'
import { groupFindings, type Finding } from '../guard.ts'
import { warnOfMany } from '../rules/size.ts'
import type { Printable } from './render.ts'
import { wrap } from './wrap.ts'

/** Says that all is safe, or what stops the deploy, why, and what would let it through. */
export function renderFindings(it: Printable): string[] {
  const { findings, variables } = it
  const stopping = findings.filter(({ isAllowed }) => !isAllowed)
  const allowed = findings.filter(({ isAllowed }) => isAllowed)
  return [
    ...renderGroups(allowed, it, (rule) => styleText('yellow', `! ${rule}`)),
    ...renderGroups(stopping, it, (rule) => styleText('red', `✘ ${rule}`)),
    ...variables.problems.flatMap((problem) =>
      wrap(problem, { width: it.width - 4, lines: 4 }).map(
        (line, row) => `  ${row === 0 ? styleText('red', '✘') : ' '} ${line}`,
      ),
    ),
    ...(variables.problems.length > 0 ? [''] : []),
    ...renderEnd(it, stopping),
  ]
}

function renderGroups(
  findings: readonly Finding[],
  { labelOf, width }: Printable,
  toTitle: (rule: string) => string,
): string[] {
  return groupFindings(findings).flatMap(({ rule, protects, shown, more, flags }) => {
    const { isAllowed } = shown[0]!
    return [
      `  ${toTitle(rule)}${isAllowed ? ', and allowed' : ''}`,
      ...shown.flatMap(({ resource, says }) => toLines(`${labelOf(resource)} ${says}.`, width)),
      ...(more > 0 ? [`    and ${more} more`] : []),
      ...toLines(protects, width).map((line) => styleText('dim', line)),
      ...(isAllowed ? [] : flags.map((flag) => `    If that is meant: ${styleText('cyan', flag)}`)),
      '',
    ]
  })
}

function renderEnd(
  { command, rules, variables, plan, deployed, width }: Printable,
  stopping: readonly Finding[],
): string[] {
  const unknown = variables.reason
    ? toLines(
        `The stage’s variables could not be read (${variables.reason}), so they are not checked.`,
        width,
      ).map((line) => styleText('dim', line.slice(2)))
    : []
  if (stopping.length > 0) {
    const broken = new Set(stopping.map(({ rule }) => rule)).size
    return [
      `  ${styleText(['red', 'bold'], 'Stopped.')} ${broken} of ${rules} rules ${broken === 1 ? 'is' : 'are'} broken. docs/guard.md explains each.`,
      ...unknown,
    ]
  }
  if (variables.problems.length > 0) {
    return [`  ${styleText(['red', 'bold'], 'Stopped.')} Set these variables, and deploy again.`]
  }
  const tight = warnOfMany(plan.resources)
  return [
    ...(tight ? [...toLines(`${styleText('yellow', '!')} ${tight}.`, width), ''] : []),
    `  ${styleText('green', '✔')} All ${rules} rules hold, for ${plan.resources} resources${deployed.source === 'nobody' ? '; those about changes were not asked' : ''}.`,
    ...unknown,
    `  Deploy it: ${styleText('cyan', command)}`,
  ]
}

function toLines(text: string, width: number): string[] {
  return wrap(text, { width: width - 4, lines: 5 }).map((line) => `    ${line}`)
}
