/**
 * Asks a program to wait for half a second, of two that it has, and tells what came of it.
 *
 * @module
 */
import { inProcess } from '../program/run.ts'

const limits = { inputBytes: 100, outputBytes: 100, milliseconds: 500, megabytes: 256 }
const run = inProcess(process.argv[2]!, limits)
await run(Buffer.from('honest'), {})
const answer = run(Buffer.from('wait'), {})
console.log('begun')
console.log((await answer.catch((error: Error) => ({ body: error.message }))).body.toString())
process.exit()
