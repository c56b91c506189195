/**
 * Asks a program for something, for which it has half a second and at most two, and tells what came of it.
 *
 * @module
 */
import { inProcess } from '../program/run.ts'

const limits = { inputBytes: 100, outputBytes: 100, milliseconds: 500, megabytes: 256 }
const [program, deed] = process.argv.slice(2)
const run = inProcess(program!, limits)
await run(Buffer.from('honest'), {})
const answer = run(Buffer.from(deed!), {})
console.log('begun')
console.log((await answer.catch((error: Error) => ({ body: error.message }))).body.toString())
process.exit()
