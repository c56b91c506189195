/**
 * `npm run new`: writes a function, a table or a service in our shape, and its lines in `app.arc`.
 *
 * @module
 */
import { readInventory } from '../local/preflight/inventory.ts'
import {
  planBucket,
  planEvent,
  planHttp,
  planQueue,
  planScheduled,
  planTable,
} from './new/parts.ts'
import type { Plan } from './new/plan.ts'
import { planService } from './new/service.ts'
import { applyPlan, undo } from './new/write.ts'

const usage = `npm run new http METHOD PATH             npm run new http get /hello
npm run new event NAME                   npm run new event order-placed
npm run new queue NAME                   npm run new queue thumbnails
npm run new scheduled NAME WHEN          npm run new scheduled nightly-report "rate(1 day)"
npm run new table NAME KEY [SORT KEY]    npm run new table notes id
npm run new bucket NAME                  npm run new bucket covers
npm run new service NAME                 npm run new service feedback`

const planners: Record<string, (cwd: string, words: string[]) => Plan> = {
  http: planHttp,
  event: planEvent,
  queue: planQueue,
  scheduled: planScheduled,
  table: planTable,
  bucket: planBucket,
  service: planService,
}

const [kind = '', ...words] = process.argv.slice(2)
const planner = planners[kind]
if (planner) await run(planner)
else {
  console.log(kind && !/^(-h|--help|help)$/.test(kind) ? `There is no "${kind}".\n${usage}` : usage)
  process.exitCode = planner || /^(-h|--help|help)$/.test(kind) ? 0 : 1
}

async function run(toPlan: (cwd: string, words: string[]) => Plan): Promise<void> {
  const cwd = process.cwd()
  try {
    const plan = toPlan(cwd, words)
    const before = await readInventory(cwd)
    const done = applyPlan(cwd, plan)
    const after = await readInventory(cwd)

    // A manifest that was half-written before is not ours to judge.
    if (before.inventory && !after.inventory) {
      undo(done)
      throw new Error(`${after.problems.join('\n')}\nNothing was written.`)
    }
    for (const line of done.lines) console.log(`wrote ${line}`)
    console.log(`\n${plan.next}`)
  } catch (error) {
    console.error((error as Error).message)
    process.exitCode = 1
  }
}
