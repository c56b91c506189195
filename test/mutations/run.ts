/**
 * `npm run test:mutations`: takes one guard of payments away at a time. Without any of them the proof
 * has to fail, or it would prove nothing.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { mutations } from './mutations.ts'

let unnoticed = 0
for (const [index, { guard }] of mutations.entries()) {
  const { code, output } = await prove(index)
  const reason = /^AssertionError: (.*)$/m.exec(output)?.[1]
  const isNoticed = code !== 0 && reason !== undefined
  if (!isNoticed) unnoticed++
  console.log(`${isNoticed ? '✔' : '✘'} without ${guard}: ${reason ?? 'nobody noticed'}`)
  if (code !== 0 && !isNoticed) console.log(output)
}
console.log(`\n${mutations.length - unnoticed} passed, ${unnoticed} failed`)
process.exitCode = unnoticed > 0 ? 1 : 0

function prove(index: number): Promise<{ code: number | null; output: string }> {
  const env = {
    ...process.env,
    MUTATION: String(index),
    PROOF_CHECKOUTS: process.env['PROOF_CHECKOUTS'] ?? '150',
    NO_COLOR: '1',
    // Code that was compiled for one mutation must not be met again in the next.
    NODE_DISABLE_COMPILE_CACHE: '1',
  }
  const child = spawn('vitest', ['run', '--config', 'test/mutations/vitest.config.ts'], { env })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}
