/**
 * `npm test`: every promise that needs Node's package manager and nothing else.
 *
 * Each step is a command of its own, so that a failing one can be run again alone.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { styleText } from 'node:util'

interface Step {
  promise: string
  command: string
}

const checks: Step[] = [
  { promise: 'Formatted', command: 'oxfmt --check .' },
  { promise: 'No lint', command: 'oxlint --deny-warnings' },
  { promise: 'Types hold', command: 'tsc --noEmit' },
  { promise: 'Imports go one way', command: 'node framework/cli/check-imports.ts' },
  { promise: 'Nothing is unused', command: 'knip' },
  { promise: 'Generated files are in sync', command: 'node framework/cli/generate.ts --check' },
]
const suites: Step[] = [
  { promise: 'Units and services work', command: 'vitest run --reporter=dot' },
  { promise: 'The whole app works, over HTTP', command: 'node framework/cli/acceptance.ts' },
]

const results: boolean[] = []
for (const step of checks) results.push(await run(step))
for (const step of suites) results.push(await run(step))

const failed = results.filter((passed) => !passed).length
console.log(`\n${results.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

async function run({ promise, command }: Step): Promise<boolean> {
  const start = performance.now()
  const { code, output } = await execute(command)
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`

  if (code === 0) {
    console.log(`${styleText('green', '✔')} ${promise} ${styleText('dim', seconds)}`)
    return true
  }
  console.log(`${styleText('red', '✘')} ${promise} ${styleText('dim', seconds)}`)
  console.log(`${output.trim()}\n\n  Run it alone: ${styleText('bold', `npx ${command}`)}\n`)
  return false
}

function execute(command: string): Promise<{ code: number | null; output: string }> {
  const [program, ...parameters] = command.split(' ') as [string, ...string[]]
  const child = spawn(program, parameters, { stdio: ['ignore', 'pipe', 'pipe'] })
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk))

  return new Promise((resolve) => {
    const end = (code: number | null) => resolve({ code, output: Buffer.concat(chunks).toString() })
    child.on('close', end)
    child.on('error', (error) => {
      chunks.push(Buffer.from(error.message))
      end(1)
    })
  })
}
