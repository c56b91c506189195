/**
 * A delivery in a process of its own, to be killed: tells its port, its log and its calls in lines.
 *
 * @module
 */
import { createDelivery } from '#framework/local/delivery.ts'

const [stateDir, answer, plan] = process.argv.slice(2) as [string, string, string]

const answers: Record<string, () => unknown> = {
  succeed: () => undefined,
  fail: () => {
    throw new Error('The bank is closed')
  },
  hang: () => new Promise(() => {}),
}

const delivery = await createDelivery({
  port: 0,
  stateDir,
  ...JSON.parse(plan),
  log: (line) => console.log(line),
  async invoke({ payload }) {
    const { Records } = payload as { Records: { body?: string; Sns?: { Message: string } }[] }
    for (const { body, Sns } of Records) console.log(`called ${body ?? Sns?.Message}`)
    return answers[answer]!()
  },
})
console.log(`port ${delivery.port}`)
setInterval(() => {}, 1000)
