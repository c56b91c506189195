/**
 * The lines under `@deploy`, as Architect parses them.
 *
 * @module
 */

/** The stages that are deployed, each of which may have options of its own. */
export const stages = ['staging', 'production'] as const

/** One option: `budget 50`. */
export interface Line {
  name: string
  /** One, when all is well. */
  values: readonly unknown[]
}

/** The options of all stages. */
export function listLines(lines: readonly unknown[]): Line[] {
  return toLines(lines).filter(({ name }) => !isStage(name))
}

/** The options of one stage: the lines indented below its name. */
export function listStageLines(lines: readonly unknown[], stage: string): Line[] {
  return toLines(lines)
    .filter(({ name }) => name === stage)
    .flatMap(({ values: [own] }) =>
      toLines(Array.isArray(own) ? own : Object.entries((own ?? {}) as object)),
    )
}

/** The lines of stages that have something on the line itself, or nothing below. */
export function listBareStages(lines: readonly unknown[]): string[] {
  return toLines(lines)
    .filter(({ name, values: [own] }) => isStage(name) && typeof own !== 'object')
    .map(({ name }) => name)
}

function isStage(name: string): boolean {
  return (stages as readonly string[]).includes(name)
}

// A line of one word is a text, of more a list, and with lines below it an object of one key; of
// such lines, those of one word make a list.
function toLines(lines: readonly unknown[]): Line[] {
  return lines.flatMap((line) => {
    if (Array.isArray(line)) return [{ name: String(line[0]), values: line.slice(1).flat() }]
    if (typeof line !== 'object' || line === null) return [{ name: String(line), values: [] }]
    return Object.entries(line).map(([name, value]) => ({ name, values: [value] }))
  })
}
