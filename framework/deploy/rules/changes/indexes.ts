/**
 * What AWS would refuse of a table’s indexes.
 *
 * @module
 */
import type { Change } from '../../guard/difference.ts'
import type { Problem } from '../rule.ts'

/** Where a changed table asks for more than one step, or for one that there is not. */
export function listIndexProblems({ id, before, after }: Change): Problem[] {
  const [old, now] = [before!, after!].map(
    ({ Properties }) =>
      new Map(
        ((Properties['GlobalSecondaryIndexes'] ?? []) as Index[]).map((it) => [
          it.IndexName,
          JSON.stringify(it),
        ]),
      ),
  ) as [Map<string, string>, Map<string, string>]
  const altered = [...now].filter(([name, it]) => old.has(name) && old.get(name) !== it)
  const steps = [
    ...[...now.keys()].filter((name) => !old.has(name)),
    ...[...old.keys()].filter((name) => !now.has(name)),
  ]
  return [
    ...altered.map(([name]) => ({
      resource: id,
      says: `changes its index ${name}, which AWS does not: add one under a new name, deploy, and take this one out with the next deploy`,
    })),
    ...(steps.length > 1
      ? [
          {
            resource: id,
            says: `adds or drops ${steps.length} indexes (${steps.join(', ')}); AWS does one in each deploy`,
          },
        ]
      : []),
  ]
}

interface Index {
  IndexName: string
}
