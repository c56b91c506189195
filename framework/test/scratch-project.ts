/**
 * Copies of this project, and small ones on its framework, to start and to change in tests.
 *
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { findRoot } from '../plugin/root.ts'

const here = findRoot()
const left =
  /^(node_modules|bench\/peers\/node_modules|\.git|(examples\/[^/]+\/)?(\.plugboard|\.artifacts|public\/build)|\.work)(\/|$)/

/** All of this project, as it stands. */
export function copyProject(): string {
  const folder = makeFolder()
  cpSync(here, folder, { recursive: true, filter: (path) => !left.test(relative(here, path)) })
  symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'))
  return folder
}

/**
 * One route and no services, on our framework.
 *
 * @param options.hasOwnFramework - a copy, which may be changed
 */
export function createProject(
  files: Record<string, string> = {},
  { hasOwnFramework = false } = {},
): string {
  const folder = makeFolder()
  for (const name of ['package.json', 'tsconfig.json']) cpSync(join(here, name), join(folder, name))
  const framework = join(here, 'framework')
  if (hasOwnFramework) cpSync(framework, join(folder, 'framework'), { recursive: true })
  else symlinkSync(framework, join(folder, 'framework'))
  symlinkSync(join(here, 'node_modules'), join(folder, 'node_modules'))
  for (const [file, text] of Object.entries({ ...small, ...files })) write(folder, file, text)
  return folder
}

export function write(folder: string, file: string, text: string): void {
  const path = join(folder, file)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
}

/** A command of the project, with what it prints. */
export interface Running {
  child: ChildProcess
  /** All that was printed. */
  output: () => string
  /** Waits until something is printed. */
  prints: (pattern: RegExp) => Promise<void>
  /** Waits for its end; answers the exit code. */
  ends: () => Promise<number | null>
}

/** Runs a command of the project with Node. */
export function run(folder: string, parameters: string[]): Running {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...given } = process.env
  // Of our framework all is compiled already; what a copy leaves behind is of no use to others.
  const isCopy = !lstatSync(join(folder, 'framework')).isSymbolicLink()
  const compiled = join(isCopy ? folder : here, '.plugboard', 'compiled')
  const env = { ...given, NODE_COMPILE_CACHE: compiled }
  const child = spawn(process.execPath, parameters, { cwd: folder, env })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk))
  const ended = once(child, 'close') as Promise<[number | null]>

  return {
    child,
    output: () => output,
    async prints(pattern) {
      const deadline = Date.now() + 15_000
      while (!pattern.test(output)) {
        if (Date.now() > deadline) throw new Error(`${pattern} was not printed, but:\n${output}`)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    },
    ends: async () => (await ended)[0],
  }
}

function makeFolder(): string {
  return realpathSync(mkdtempSync(join(tmpdir(), 'plugboard-')))
}

const small = {
  'app.arc': `@app
small

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts

@http
get /
`,
  'src/http/get-index/index.ts': `import { http, json } from '#framework/http.ts'

/** \`GET /\` */
export const handler = http(() => json({ hello: 'world' }))
`,
}
