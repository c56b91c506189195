/**
 * Steps of a test command: each a promise, kept or not, in one line.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { styleText } from 'node:util'

/** A command that keeps a promise by ending with 0. */
export interface Step {
  promise: string
  command: string
}

interface Result {
  step: Step
  passed: boolean
  output: string
  seconds: number
}

/** Runs so many at a time, and tells of them in their order. Answers which passed. */
export async function runAll(steps: readonly Step[], atOnce: number): Promise<boolean[]> {
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
  tellLine({ promise, passed, seconds })
  if (!passed) {
    console.log(
      `${withoutDots(output).trim()}\n\n  Run it alone: ${styleText('bold', `npx ${command}`)}\n`,
    )
  }
  return passed
}

/** The one line. */
export function tellLine(it: { promise: string; passed: boolean; seconds: number }): void {
  const sign = it.passed ? styleText('green', '✔') : styleText('red', '✘')
  console.log(`${sign} ${it.promise} ${styleText('dim', `${it.seconds.toFixed(1)} s`)}`)
}

/** vitest's dots, one for each test that passed: of use to nobody where something failed. */
export function withoutDots(output: string): string {
  // eslint-disable-next-line no-control-regex
  return output.replace(/(?:(?:\x1b\[\d+m)*[·x-](?:\x1b\[\d+m)*){8,}/g, '')
}

/** Runs a command, words apart by spaces, and keeps what it prints. */
export function execute(
  command: string,
  options: { cwd?: string; env?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number | null; output: string }> {
  const [program, ...parameters] = command.split(' ') as [string, ...string[]]
  const child = spawn(program, parameters, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
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
