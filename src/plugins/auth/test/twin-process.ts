/**
 * A twin in a process of its own, to be killed: says when it is ready.
 *
 * @module
 */
import { auth0 } from '../twin.ts'

const [port, stateDir] = process.argv.slice(2) as [string, string]
await auth0.start({ port: Number(port), stateDir, log: () => {} })
console.log('ready')
