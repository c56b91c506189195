/**
 * A storage in a process of its own, to be killed; its queues cannot be reached.
 *
 * @module
 */
import { startStorage } from '#framework/local/storage.ts'

const [stateDir, bucket] = process.argv.slice(2) as [string, string]

const storage = await startStorage({
  port: 0,
  stateDir,
  buckets: [JSON.parse(bucket)],
  log: (line) => console.log(line),
  // As if the process ended between every write and its message.
  send: async () => 'closed',
})
console.log(`port ${storage.port}`)
setInterval(() => {}, 1000)
