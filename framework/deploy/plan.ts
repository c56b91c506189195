/**
 * The plan of a deploy: what would be there that is not, what would change, and what would be gone.
 *
 * @module
 */
import { listFixedCosts, type FixedCost } from '../cost/fixed.ts'
import { expandTemplate } from './checks/expand.ts'
import type { Template } from './cloudformation.ts'
import { listChanges, type Change } from './guard/difference.ts'
import { createPartFinder, kinds, type Kind, type Part } from './guard/parts.ts'
import type { Plain } from './rules/rule.ts'
import { describeChange } from './plan/words.ts'

/** One part of the project that would not be what it was. */
export interface PartChange {
  kind: Kind
  name: string
  change: Change['kind']
  /** What changes, each a short phrase; empty for what is added or removed. */
  notes: string[]
}

/** What a deploy would do. */
export interface Plan {
  /** Whether nothing is deployed yet. */
  isFirst: boolean
  changes: PartChange[]
  /** Resources once all is deployed, those that AWS SAM makes included. */
  resources: number
  costs: FixedCost[]
  /** Dollars a month of what is deployed now; absent for a first deploy. */
  costsNow?: number
}

/** Compares a template with what is deployed; `before` is absent when nothing is. */
export function createPlan(template: Template, before?: Template): Plan {
  const after = expandTemplate(template).Resources
  const deployed = before ? expandTemplate(before).Resources : {}
  return {
    isFirst: !before,
    changes: listPartChanges({ template, before, after, deployed }),
    resources: Object.keys(after).length,
    costs: listFixedCosts(template),
    ...(before && { costsNow: sum(listFixedCosts(before)) }),
  }
}

/** Dollars of all lines. */
export function sum(costs: readonly FixedCost[]): number {
  return costs.reduce((total, { monthly }) => total + monthly, 0)
}

interface Sides {
  template: Template
  before: Template | undefined
  after: Plain
  deployed: Plain
}

function listPartChanges({ template, before, after, deployed }: Sides): PartChange[] {
  const findNow = createPartFinder(template)
  const findOld = createPartFinder(before ?? { Resources: {} })
  const now = new Set(Object.keys(after).map((id) => toKey(findNow(id))))
  const old = new Set(Object.keys(deployed).map((id) => toKey(findOld(id))))

  const changes = listChanges({ before: deployed, after }).map((change) => ({
    change,
    part: change.kind === 'removed' ? findOld(change.id) : findNow(change.id),
  }))
  const byPart = Map.groupBy(changes, ({ part }) => toKey(part))
  return [...byPart]
    .map(([key, all]) => {
      const [{ part }] = all as [(typeof all)[number]]
      const { kind, name } = part
      if (!old.has(key)) return { kind, name, change: 'added' as const, notes: [] }
      if (!now.has(key)) return { kind, name, change: 'removed' as const, notes: [] }
      const isReplaced = all.some((it) => it.part.isMain && it.change.kind === 'replaced')
      const notes = [...new Set(all.flatMap(({ change }) => describeChange(change)))]
      return {
        kind,
        name,
        change: isReplaced ? ('replaced' as const) : ('changed' as const),
        notes,
      }
    })
    .filter(({ change, notes }) => change !== 'changed' || notes.length > 0)
    .toSorted((a, b) => kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compare(a.name, b.name))
}

/** Routes by their paths, all else by name. */
function compare(a: string, b: string): number {
  const [one, other] = [a, b].map((name) => name.split(' ').toReversed().join(' '))
  return one!.localeCompare(other!, 'en')
}

function toKey({ kind, name }: Pick<Part, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}
