/**
 * One function in a process of its own: told how often, it runs that many invocations and answers how
 * long they took.
 *
 *     node bench/functions/warm/process.mjs <folder of the bundle>, with a channel to its parent
 *
 * @module
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const { handler } = await import(pathToFileURL(join(process.argv[2], 'index.mjs')).href)
const context = {
  awsRequestId: 'bench',
  functionName: 'bench',
  getRemainingTimeInMillis: () => 10_000,
}

process.on('message', async ({ event, count }) => {
  try {
    process.send(await run(event, count))
  } catch (error) {
    process.send({ error: error.stack ?? String(error) })
  }
})

async function run(text, count) {
  // Made before: no handler is charged for it, and none is given what another has changed.
  const events = Array.from({ length: count }, () => JSON.parse(text))
  const times = new Float64Array(count)
  let result
  const before = process.cpuUsage()
  for (let index = 0; index < count; index++) {
    const start = process.hrtime.bigint()
    result = await handler(events[index], context)
    times[index] = Number(process.hrtime.bigint() - start) / 1000
  }
  const { user, system } = process.cpuUsage(before)
  times.sort()
  return {
    result,
    cpu: (user + system) / count,
    p50: times[count >> 1],
    p99: times[Math.floor(count * 0.99)],
  }
}
