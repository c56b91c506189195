/**
 * Figures that a test has measured, each beside its bar: `npm run test:examples` prints them.
 *
 * @module
 */
import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { styleText } from 'node:util'

/** What was measured. */
export interface Figure {
  /** `valid pictures, p95`. */
  what: string
  /** `412 ms`. */
  figure: string
  /** `2 s at most`. */
  bar: string
  /** Left out: it has no bar, and is told for those who read the others. */
  isMet?: boolean
}

/** The variable that names the file where figures go. */
export const figuresFile = 'PLUGBOARD_FIGURES'

/** Tells of figures, met or not: to whoever runs the examples, or else at once. */
export function tellFigures(figures: readonly Figure[]): void {
  const file = process.env[figuresFile]
  if (file) appendFileSync(file, figures.map((it) => `${JSON.stringify(it)}\n`).join(''))
  else process.stdout.write(`${toTable(figures)}\n`)
}

/** What tests have told. */
export function readFigures(env: NodeJS.ProcessEnv): Figure[] {
  const file = env[figuresFile]
  if (!file || !existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => JSON.parse(line) as Figure)
}

/** What 95 of 100 are not above. */
export function p95Of(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(values.length * 0.95) - 1]!
}

/** A row for each: what, figure, bar, met or not. */
export function toTable(figures: readonly Figure[]): string {
  const width = (pick: (it: Figure) => string) => Math.max(...figures.map((it) => pick(it).length))
  const [what, figure, bar] = [
    width((it) => it.what),
    width((it) => it.figure),
    width((it) => it.bar),
  ]
  const rows = figures.map((it) => {
    if (it.isMet === undefined)
      return `    ${it.what.padEnd(what)}  ${it.figure}  ${it.bar}`.trimEnd()
    const met = it.isMet ? styleText('green', 'met') : styleText('red', 'not met')
    return `    ${it.what.padEnd(what)}  ${it.figure.padStart(figure)}  ${it.bar.padEnd(bar)}  ${met}`
  })
  return rows.join('\n')
}
