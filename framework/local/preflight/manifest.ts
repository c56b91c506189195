/**
 * What is wrong with `app.arc` though Architect reads it: misspelt pragmas, functions without code.
 *
 * @module
 */
import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { listLambdas, type Inventory, type Lambda } from '../../manifest.ts'

const pragmas = (
  'app aws buckets cdn deploy events http plugins proxy queues scheduled shared static tables tables-indexes ' +
  'tables-streams views ws'
).split(' ')

/** Architect passes over a pragma that it does not know, and all that is under it. */
export function checkPragmas(inv: Inventory): string[] {
  const plugins = Object.keys(inv.plugins ?? {})
  const raw = readRaw(inv._project.cwd)
  return Object.keys(inv._project.arc)
    .filter((name) => !pragmas.includes(name) && !plugins.includes(name))
    .flatMap((name) => {
      const meant = pragmas.find((known) => isClose(known, name))
      if (!meant) return []
      return [`${locate(raw, `@${name}`)}@${name} is unknown. Write @${meant}.`]
    })
}

/** Every function must have its `index.ts`. */
export function checkSources(inv: Inventory): string[] {
  const { cwd } = inv._project
  const raw = readRaw(cwd)
  return listLambdas(inv)
    .filter(({ src }) => !existsSync(join(src, 'index.ts')))
    .map((lambda) => {
      const file = relative(cwd, join(lambda.src, 'index.ts'))
      const at = lambda._plugin ? '' : locate(raw, lambda.name)
      return `${at}${nameOf(lambda)} has no code: ${file} is missing. ${adviceFor(lambda)}`
    })
}

/** `app.arc:12 `, when a line of the manifest starts with the text. */
export function locate(raw: string, text: string): string {
  const words = text.trim().split(/[\s,]+/)
  const lines = raw.split('\n').map((line) => line.trim().split(/\s+/))
  const index = lines.findIndex((line) => words.every((word, at) => line[at] === word))
  return index < 0 || words[0] === '' ? '' : `app.arc:${index + 1} `
}

/** The manifest's text; empty when it cannot be read. */
export function readRaw(cwd: string): string {
  try {
    return readFileSync(join(cwd, 'app.arc'), 'utf8')
  } catch {
    return ''
  }
}

const commands: Record<string, string> = {
  http: 'http',
  events: 'event',
  queues: 'queue',
  scheduled: 'scheduled',
}

function adviceFor({ pragma, name, _plugin }: Lambda): string {
  if (_plugin) return `Write it, or take it out of the definition of ${_plugin}.`
  const command = commands[pragma]
  return command ? `Run: npm run new ${command} ${name}` : 'Write it, or take the line out.'
}

function nameOf({ pragma, name }: Lambda): string {
  return pragma === 'http' ? name : `@${pragma} ${name}`
}

/** One or two letters wrong, missing, too many, or swapped. */
function isClose(known: string, written: string): boolean {
  const rows = [Array.from({ length: written.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= known.length; i++) {
    const row = [i]
    for (let j = 1; j <= written.length; j++) {
      const change = known[i - 1] === written[j - 1] ? 0 : 1
      row.push(Math.min(row[j - 1]! + 1, rows[i - 1]![j]! + 1, rows[i - 1]![j - 1]! + change))
    }
    rows.push(row)
  }
  const distance = rows[known.length]![written.length]!
  return distance <= (known.length > 3 ? 2 : 1)
}
