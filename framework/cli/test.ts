/**
 * `npm test`: every promise that needs Node's package manager and nothing else.
 *
 * Each step is a command of its own, so that a failing one can be run again alone.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { resolve } from 'node:path'
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
  { promise: 'What would be deployed is safe', command: 'node framework/cli/check-template.ts' },
]
const suites: Step[] = [
  { promise: 'Units and services work', command: 'vitest run --reporter=dot' },
  { promise: 'The whole app works, over HTTP', command: 'node framework/cli/acceptance.ts' },
]

// What the steps load in each of their processes is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= resolve('.plugboard/compiled')

// The checks have nothing to do with each other; a suite wants the machine for itself.
const results = [...(await runAll(checks, 2)), ...(await runAll(suites, 1))]
const failed = results.filter((passed) => !passed).length
console.log(`\n${results.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0

interface Result {
  step: Step
  passed: boolean
  output: string
  seconds: number
}

/** Runs so many at a time, and tells of them in their order. */
async function runAll(steps: readonly Step[], atOnce: number): Promise<boolean[]> {
  const all = steps.map((step) => ({ step, ...Promise.withResolvers<Result>() }))
  const waiting = [...all]
  async function work(): Promise<void> {
    for (let next = waiting.shift(); next; next = waiting.shift())
      next.resolve(await run(next.step))
  }
  for (let worker = 0; worker < atOnce; worker++) void work()

  const passed: boolean[] = []
  for (const { promise } of all) passed.push(tell(await promise))
  return passed
}

async function run(step: Step): Promise<Result> {
  const start = performance.now()
  const { code, output } = await execute(step.command)
  return { step, passed: code === 0, output, seconds: (performance.now() - start) / 1000 }
}

/** Answers whether it passed. */
function tell({ step, passed, output, seconds }: Result): boolean {
  const { promise, command } = step
  const sign = passed ? styleText('green', '✔') : styleText('red', '✘')
  console.log(`${sign} ${promise} ${styleText('dim', `${seconds.toFixed(1)} s`)}`)
  if (!passed) {
    console.log(
      `${withoutDots(output).trim()}\n\n  Run it alone: ${styleText('bold', `npx ${command}`)}\n`,
    )
  }
  return passed
}

/** vitest's dots, one for each test that passed: of use to nobody where something failed. */
function withoutDots(output: string): string {
  // eslint-disable-next-line no-control-regex
  return output.replace(/(?:(?:\x1b\[\d+m)*[·x-](?:\x1b\[\d+m)*){8,}/g, '')
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
