/**
 * The size of an example: what somebody has to read to know how it is done.
 *
 * @module
 */
import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Of code; an example that needs more shows that a service lacks something. */
export const mostLines = 150

/** The folders of `examples/` that are apps. */
export function listExamples(folder = 'examples'): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'app.arc')))
    .toSorted()
}

/** Lines of code: of `app.arc` and of what is TypeScript or JavaScript; neither empty nor a comment. */
export function countLines(cwd: string): number {
  const files = globSync(['app.arc', '**/*.{ts,mts,js,mjs}'], {
    cwd,
    exclude: (name) => left.test(name),
  })
  return files.reduce((sum, file) => sum + countOf(readFileSync(join(cwd, file), 'utf8')), 0)
}

// What tests, measures or is only handed out is not what somebody has to read.
const left = /^(test|profiles|public|node_modules|build|\..+)$|\.gen\.ts$|\.test\.ts$/

function countOf(text: string): number {
  const lines = text.replace(/\/\*\*?[^]*?\*\//g, '').split('\n')
  return lines.filter((line) => /^\s*(?!\/\/|#)\S/.test(line)).length
}
