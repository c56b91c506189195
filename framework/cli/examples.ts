/**
 * `npm run test:examples`: each example's tests, its template, its size. With names, those alone:
 * `npm run test:examples -- thumbnails`. Figures that tests have told stand below the line.
 *
 * @module
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { styleText } from 'node:util'
import { figuresFile, readFigures, toTable } from '../testing/figures.ts'
import { countLines, listExamples, mostLines } from './examples/count-lines.ts'
import { execute, tellLine, withoutDots } from './steps.ts'

process.env['NODE_COMPILE_CACHE'] ??= resolve('.plugboard/compiled')

const all = listExamples()
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !all.includes(name))
if (unknown.length > 0) {
  console.error(`There is no example ${unknown.join(', ')}. There are: ${all.join(', ')}.`)
  process.exitCode = 1
} else {
  let failed = 0
  const names = asked.length > 0 ? asked : all
  for (const name of names) if (!(await runExample(name))) failed++
  console.log(`\n${names.length - failed} passed, ${failed} failed`)
  process.exitCode = failed > 0 ? 1 : 0
}

async function runExample(name: string): Promise<boolean> {
  const began = performance.now()
  const cwd = resolve('examples', name)
  const folder = mkdtempSync(join(tmpdir(), 'plugboard-examples-'))
  const env = { ...process.env, [figuresFile]: join(folder, 'figures') }
  try {
    const lines = countLines(cwd)
    const problems = [...checkFiles(cwd, lines), ...(await runCommands(cwd, env))]
    const figures = readFigures(env)
    const seconds = (performance.now() - began) / 1000
    const passed = problems.length === 0
    tellLine({ promise: `${name}, ${lines} lines`, passed, seconds })
    if (figures.length > 0) console.log(toTable(figures))
    for (const problem of problems) console.log(`\n${problem}`)
    if (!passed) {
      const command = styleText('bold', `npm run test:examples -- ${name}`)
      console.log(`\n  Run it alone: ${command}\n`)
    }
    return passed
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function checkFiles(cwd: string, lines: number): string[] {
  const problems: string[] = []
  const readme = join(cwd, 'README.md')
  if (!existsSync(readme)) problems.push(`${readme} is missing: what it shows, and how to run it.`)
  else if (!readFileSync('README.md', 'utf8').includes(`examples/${basename(cwd)}/README.md`)) {
    problems.push(`README.md does not link to examples/${basename(cwd)}/README.md.`)
  }
  if (lines > mostLines) {
    problems.push(
      `It has ${lines} lines of code, and ${mostLines} are the most (docs/examples.md).`,
    )
  }
  return problems
}

async function runCommands(cwd: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const commands = [
    `vitest run --config ${resolve('examples/vitest.config.ts')} --reporter=dot`,
    `${process.execPath} ${resolve('framework/cli/generate.ts')} --check`,
    `${process.execPath} ${resolve('framework/cli/check-template.ts')}`,
  ]
  const problems: string[] = []
  for (const command of commands) {
    const { code, output } = await execute(command, { cwd, env })
    if (code !== 0) problems.push(withoutDots(output).trim() || `${command} ended with ${code}`)
  }
  return problems
}
