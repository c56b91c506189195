/**
 * Architect's complaints about a manifest, each in one line with its place and the next step.
 *
 * @module
 */
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Inventory } from '../../manifest.ts'
import { findRoot } from '../../plugin/root.ts'
import { locate, readRaw } from './manifest.ts'

/** What Architect makes of a project: `get` finds a function by pragma and name. */
export interface ArchitectInventory {
  inv: Inventory
  get: Record<string, (name: string) => unknown>
}

type Result =
  | { inventory: ArchitectInventory; problems: [] }
  | { inventory?: never; problems: string[] }

/** Reads the project's manifest; never throws. */
export async function readInventory(cwd: string): Promise<Result> {
  const read = createRequire(import.meta.url)('@architect/inventory') as (options: {
    cwd: string
  }) => Promise<ArchitectInventory>

  if (!existsSync(join(cwd, 'app.arc'))) {
    return { problems: ['There is no app.arc here. Go to the project’s folder, and start again.'] }
  }
  try {
    return { inventory: await read({ cwd }), problems: [] }
  } catch (error) {
    return { problems: await toProblems(error as Error, cwd) }
  }
}

type ArchitectError = Error & { ARC_ERRORS?: { type: string; errors: string[] } }

async function toProblems(failure: ArchitectError, cwd: string): Promise<string[]> {
  const raw = readRaw(cwd)
  const errors = failure.ARC_ERRORS?.errors
  // Thrown by one of our own setters, which say what to do.
  if (!errors) return failure.message.replace(/^\w+ plugin '.*?' failed: /, '').split('\n')
  const problems = await Promise.all(
    errors.flatMap(toOwnLines).map((it) => toProblem(it, { raw, cwd })),
  )
  return [...new Set(problems)]
}

/** What our setters say, one problem in each line, with the stack that Architect puts behind it. */
function toOwnLines(text: string): string[] {
  if (!text.startsWith('Runtime plugin ')) return [text]
  const lines = text.split('\n').filter((line) => line.trim() && !/^\s+at /.test(line))
  const [lead] = /^Runtime plugin '.*?' failed: /.exec(text) ?? ['']
  return lines.map((line, index) => (index === 0 ? line : `${lead}${line}`))
}

async function toProblem(text: string, { raw, cwd }: { raw: string; cwd: string }) {
  const syntax = /^Problem reading app\.arc: (.*?)(?: \(line: (\d+) column: (\d+)\))?$/s.exec(text)
  if (syntax) {
    const [, what, line, column] = syntax
    // Under @deploy stand e-mail addresses, and @ begins a pragma.
    const next = /^pragma "@[\w-]+\./.test(what!)
      ? 'Put a text that has an @ into quotes'
      : 'Mend it'
    return `app.arc${line ? `:${line}:${column}` : ''} ${what}. ${next}, and start again.`
  }

  const [, missing] = /^Cannot find plugin '(.+)'!/.exec(text) ?? []
  if (missing) return toMissingPlugin(missing, raw)

  const [, broken, reason] = /^Unable to load plugin '(.+?)': (.*)/s.exec(text) ?? []
  if (broken) return toBrokenPlugin(broken, reason!, { raw, cwd })

  const [, own] = /^Runtime plugin '.*?' failed: (\[.*)/.exec(text) ?? []
  if (own) return own

  const what = text.replace(/^Runtime plugin '.*?' failed: /, '').split('\n')[0]!
  return `${place(text, raw)}${what}${hintFor(text)}`
}

const hints: [RegExp, string][] = [
  [/@http/, 'Write it as: get /path'],
  [/@tables/, 'Below the table stands its key, indented: id *String'],
  [/@scheduled/, 'Write it as: name rate(1 day)'],
  [/@(events|queues)/, 'Write a name of a-z, 0-9 and -'],
  [/@app/, 'Under @app stands the name of the project.'],
  [/^Empty file/, 'Write at least @app, and the name of the project below it.'],
]

function hintFor(text: string): string {
  const [, hint] = hints.find(([pattern]) => pattern.test(text)) ?? []
  return hint ? `. ${hint}` : ''
}

function toMissingPlugin(name: string, raw: string): string {
  const file = sourceOf(name, raw) ?? `src/plugins/${name}`
  return (
    `${locate(raw, name)}the plugin ${name} is not there: ${file} does not exist. ` +
    `Run: npm run new service ${name}, or take its lines out of @plugins.`
  )
}

async function toBrokenPlugin(
  name: string,
  reason: string,
  { raw, cwd }: { raw: string; cwd: string },
): Promise<string> {
  const file = sourceOf(name, raw)
  const at = file ? await findPlace(join(cwd, file), cwd) : undefined
  const cause = reason.split('\n')[0]!.replaceAll(`${findRoot(cwd)}${sep}`, '')
  return `${at ?? locate(raw, name)}the plugin ${name} does not load: ${cause}`
}

/** Architect drops the stack, so the file is loaded once more for its place. */
async function findPlace(file: string, cwd: string): Promise<string | undefined> {
  try {
    await import(`${pathToFileURL(file).href}?again=${Date.now()}`)
    return undefined
  } catch (error) {
    const { stack = '' } = error as Error
    const places = stack.matchAll(/(?:file:\/\/)?(\/[^\s:?]+\.ts)(?:\?[^:\s]*)?:(\d+)/g)
    const own = [...places].find(([, path]) => path!.startsWith(join(findRoot(cwd), 'src')))
    return own && `${relative(cwd, own[1]!)}:${own[2]} `
  }
}

function sourceOf(name: string, raw: string): string | undefined {
  const lines = raw.split('\n').map((line) => line.trim())
  const [, file] = /^src\s+(\S+)/.exec(lines[lines.indexOf(name) + 1] ?? '') ?? []
  return lines.includes(name) ? file : undefined
}

/** Where the item stands that the text quotes, or ends with. */
function place(text: string, raw: string): string {
  const quoted = /'([^']+)'/.exec(text)?.[1]
  const last = text.slice(text.lastIndexOf(': ') + 2)
  return locate(raw, quoted ?? '') || locate(raw, last)
}
