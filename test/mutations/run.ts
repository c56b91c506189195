/**
 * `npm run test:mutations`: takes one guard of payments away at a time. Without any of them the proof
 * has to fail, or it would prove nothing.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { mutations } from './mutations.ts'

/** Two that get in each other's way have to meet: one course of events may not bring them together. */
const courses = 4

let unnoticed = 0
for (const [index, { guard }] of mutations.entries()) {
  const reason = await findReason(index)
  if (!reason) unnoticed++
  console.log(`${reason ? '✔' : '✘'} without ${guard}: ${reason ?? 'nobody noticed'}`)
}
console.log(`\n${mutations.length - unnoticed} passed, ${unnoticed} failed`)
process.exitCode = unnoticed > 0 ? 1 : 0

/** What the proof says when it fails; undefined when it passes whatever happens. */
async function findReason(index: number): Promise<string | undefined> {
  for (let seed = 1; seed <= courses; seed++) {
    const { code, output } = await prove(index, seed)
    const reason = /^AssertionError: (.*)$/m.exec(output)?.[1]
    if (reason) return reason
    if (code !== 0) throw new Error(`The proof itself fails:\n${output}`)
  }
  return undefined
}

function prove(index: number, seed: number): Promise<{ code: number | null; output: string }> {
  const env = {
    ...process.env,
    MUTATION: String(index),
    PROOF_SEED: String(seed),
    PROOF_CHECKOUTS: process.env['PROOF_CHECKOUTS'] ?? '150',
    NO_COLOR: '1',
  }
  const child = spawn('vitest', ['run', '--config', 'test/mutations/vitest.config.ts'], { env })
  let output = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output })))
}
