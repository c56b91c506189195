/**
 * Carries out a plan of `npm run new`, all of it or nothing.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { findPlace, findRoot } from '../../plugin/root.ts'
import { addItem, listItems } from './manifest.ts'
import type { Plan } from './plan.ts'

/** What was written, and what was there before. */
export interface Done {
  /** For people. */
  lines: string[]
  /** Text of each file before; `undefined` for a new one. */
  before: Map<string, string | undefined>
}

/** @throws Error when something of the plan is there already; nothing is written then. */
export function applyPlan(cwd: string, plan: Plan): Done {
  const { files, manifest, docs } = plan
  const there = Object.keys(files).filter((file) => existsSync(join(cwd, file)))
  if (there.length > 0)
    throw new Error(`${there.join(', ')} is there already. Nothing was written.`)

  const done: Done = { lines: [], before: new Map() }
  const write = (file: string, text: string) => {
    const path = join(cwd, file)
    const before = existsSync(path) ? readFileSync(path, 'utf8') : undefined
    if (before === text) return
    done.before.set(path, before)
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, text)
    done.lines.push(before === undefined ? file : `${file} (changed)`)
  }

  try {
    for (const [file, text] of Object.entries(files)) write(file, withOwnPaths(cwd, file, text))
    write('app.arc', withItem(readFileSync(join(cwd, 'app.arc'), 'utf8'), manifest))
    for (const { file, add } of docs) {
      const path = join(cwd, file)
      if (existsSync(path)) write(file, add(readFileSync(path, 'utf8')))
    }
  } catch (error) {
    undo(done)
    throw error
  }
  format(cwd, [...done.before.keys()])
  return done
}

/** `#shared` is the whole project's: an app within it imports its own by where they are. */
function withOwnPaths(cwd: string, file: string, text: string): string {
  if (!findPlace(cwd)) return text
  const path = relative(dirname(file), 'src/shared') || '.'
  return text.replaceAll('#shared/', `${path}/`)
}

/** Puts everything back. */
export function undo({ before }: Done): void {
  for (const [path, text] of before) {
    if (text === undefined) rmSync(path, { force: true })
    else writeFileSync(path, text)
  }
}

/** A line that is there already stays: the function may be all that is missing. */
function withItem(raw: string, { pragma, lines }: Plan['manifest']): string {
  // A route is method and path; everything else goes by its first word.
  const nameOf = (line: string) => (pragma === 'http' ? line : line.split(' ')[0]!)
  const isThere = listItems(raw, pragma).some((line) => nameOf(line) === nameOf(lines[0]!))
  return isThere ? raw : addItem(raw, pragma, lines)
}

function format(cwd: string, paths: string[]): void {
  const files = paths.filter((path) => /\.(ts|md)$/.test(path)).map((path) => resolve(cwd, path))
  spawnSync(join(findRoot(cwd), 'node_modules/.bin/oxfmt'), files, { cwd, stdio: 'ignore' })
}
