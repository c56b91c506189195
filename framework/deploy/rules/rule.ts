/**
 * What a rule of the guard is.
 *
 * @module
 */
import type { Resource } from '../cloudformation.ts'
import type { Stage } from '../context.ts'

/** What a rule finds at one resource. */
export interface Problem {
  /** Logical id, or `stack` for what concerns all of it. */
  resource: string
  /** Goes on after the resource's name: `has no dead-letter queue`. */
  says: string
}

/** A template without macros: see `checks/expand.ts`. */
export type Plain = Readonly<Record<string, Resource>>

/** What rules know besides the template. */
export interface RuleContext {
  stage: Stage
  stackName: string
  /** Values that no template may hold: those of the stage's secret variables. */
  secrets: readonly string[]
}

/** A rule that a template keeps or breaks. */
export interface Rule {
  /** As `--allow` takes it. */
  id: string
  /** Why it is there, in one sentence. */
  protects: string
  check: (resources: Plain, context: RuleContext) => Problem[]
}

/** What was deployed, and what would be. */
export interface Difference {
  before: Plain
  after: Plain
}

/** A rule about what a deploy would change. */
export interface ChangeRule {
  id: string
  protects: string
  check: (difference: Difference, context: RuleContext) => Problem[]
}

/** The resources of one type, with their logical ids. */
export function ofType(resources: Plain, ...types: string[]): [string, Resource][] {
  return Object.entries(resources).filter(([, { Type }]) => types.includes(Type))
}
