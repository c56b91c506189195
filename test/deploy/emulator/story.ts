/**
 * What is promised of a deployment, in the order of its life.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { Aws } from './aws.ts'
import type { createCommands } from './commands.ts'
import { readDeadLetters } from './dead-letters.ts'
import type { Deployment } from './deployment.ts'
import { listLeftovers } from './leftovers.ts'
import { findLines } from './logs.ts'
import type { MiniStack } from './ministack.ts'
import { createPeople } from './people.ts'
import { editProbe, loseTable } from './project.ts'
import { keepVariables } from './stage.ts'
import type { createSteps } from './steps.ts'
import { sendFiles } from './upload.ts'
import { createVisitor, eventually } from './visitor.ts'

/** What the story is told with. */
export interface Stage {
  steps: ReturnType<typeof createSteps>
  folder: string
  site: number
  cloud: MiniStack
  aws: Aws
  commands: ReturnType<typeof createCommands>
  deployment: Deployment
}

export async function takeStory(stage: Stage): Promise<void> {
  const { steps, aws, deployment } = stage
  const before = await listLeftovers(aws)

  await steps.take('`arc env` keeps the stage’s variables', () => keepVariables(stage))
  const isUp = await steps.take('`arc deploy` makes the stack', async () => {
    await deployment.deploy()
    return `${(await aws.listResources(deployment.stackName)).length} resources`
  })
  if (!isUp) return

  await takeVisits(stage)
  await takeBackground(stage)
  await takeChanges(stage)
  await steps.take('A schedule calls its function', async () => {
    const visitor = createVisitor(`http://localhost:${stage.site}`)
    await eventually('the tick', async () => (await visitor.hears('schedule tick')).heard, 75)
  })
  await steps.take('No role refused its function anything', async () => {
    assert.deepEqual(await findLines(aws, /AccessDenied|not authorized to perform/), [])
  })
  await steps.take('`arc destroy` leaves nothing but the buckets of the project', async () => {
    const buckets = (await aws.listResources(deployment.stackName))
      .filter((it) => it.ResourceType === 'AWS::S3::Bucket')
      .filter((it) => it.LogicalResourceId !== 'StaticBucket')
      .map((it) => it.PhysicalResourceId)
    await deployment.destroy()
    const { buckets: left = [], ...others } = await listLeftovers(aws)
    const { buckets: old = [], ...rest } = before
    assert.deepEqual(others, rest)
    assert.deepEqual(left.toSorted(), [...old, ...buckets].toSorted())
  })
}

/** What people do. */
async function takeVisits(stage: Stage): Promise<void> {
  const { steps, folder, site, cloud, aws, commands, deployment } = stage
  const baseUrl = `http://localhost:${site}`
  const people = createPeople(folder, site)
  const tokens = await people.lendTokens()

  await steps.take('The acceptance suite passes on the deployed site', async () => {
    const suite = join('framework', 'cli', 'acceptance.ts')
    const outbox = await people.findTwin('mail')
    const addresses = { BASE_URL: baseUrl, ...(outbox && { OUTBOX_URL: outbox }) }
    const { code, output } = await commands.run(process.execPath, [suite], {
      ...addresses,
      ...tokens,
    })
    assert.equal(code, 0, output)
    return [...output.matchAll(/^(passing|skipped): +(\d+)/gm)]
      .map(([, what, count]) => `${count} ${what}`)
      .join(', ')
  })

  await steps.take('The bucket of static files answers nobody but CloudFront', async () => {
    const resources = await aws.listResources(deployment.stackName)
    const bucket = resources.find(({ LogicalResourceId }) => LogicalResourceId === 'StaticBucket')!
    const page = await (await fetch(baseUrl)).text()
    const file = /"(\/_static\/[^"]+)"/.exec(page)![1]!
    const direct = await fetch(`${cloud.url}/${bucket.PhysicalResourceId}${file}`)
    assert.deepEqual([(await fetch(baseUrl + file)).status, direct.status], [200, 403])
  })

  if (tokens.READER_TOKEN && (await people.findTwin('files'))) {
    await steps.take('Files go straight to their bucket, are looked at, and are fetched', () =>
      sendFiles(baseUrl, tokens.READER_TOKEN!),
    )
  }

  if (!tokens.READER_TOKEN || !(await people.findTwin('payments'))) return
  await steps.take('Somebody pays at Stripe’s twin, and is a member by its webhook', async () => {
    const isMember = await createVisitor(baseUrl).becomeMember(tokens.READER_TOKEN!)
    await eventually('the membership', isMember)
  })
}

/** What functions do that nobody waits for. */
async function takeBackground({ steps, site, aws, deployment }: Stage): Promise<void> {
  const visitor = createVisitor(`http://localhost:${site}`)
  const functions = {
    queue: 'ProbeWorkQueueLambda',
    event: 'ProbeHappenedEventLambda',
    stream: 'ProbeRowsTableStreamLambda',
  } as const
  const kinds = Object.keys(functions) as (keyof typeof functions)[]

  await steps.take('Queues, events and streams call their functions', async () => {
    for (const kind of kinds) {
      const hasHeard = async () => (await visitor.hears(`${kind} hello`)).heard
      await visitor.tell(kind, 'hello')
      await eventually(`what was told to the ${kind}`, hasHeard)
    }
  })

  await steps.take('What no function can stand ends in its dead-letter queue', async () => {
    for (const kind of kinds) await visitor.tell(kind, `poison for the ${kind}`)
    for (const functionId of Object.values(functions)) {
      const { stackName } = deployment
      const look = async () => (await readDeadLetters(aws, { stackName, functionId })).length > 0
      await eventually(`a dead letter of ${functionId}`, look, 60)
    }
  })
}

/** What developers do. */
async function takeChanges(stage: Stage): Promise<void> {
  const { steps, folder, site, aws, commands, deployment } = stage
  const visitor = createVisitor(`http://localhost:${site}`)

  await steps.take('The plan of what is deployed already is that nothing changes', async () => {
    const boot = join('framework', 'local', 'boot.mjs')
    const { code, output } = await commands.run(process.execPath, [boot, 'deploy', '--plan'])
    assert.equal(code, 0, output)
    assert.match(output, /nothing changes/)
  })

  await steps.take('A second deploy changes the code and keeps the data', async () => {
    editProbe(folder)
    await deployment.deploy()
    const after = await visitor.hears('queue hello')
    assert.deepEqual(after, { answer: 'second', heard: true })
  })

  await steps.take('Without APP_URL the site learns its address at CloudFront', async () => {
    await commands.arc('env', '--remove', '--env', 'staging', 'APP_URL')
    // Each function may now read the parameter with the address, and nobody else has said so.
    await deployment.deploy('--allow=access-wider')
    const { SiteDomain } = await aws.readOutputs(deployment.stackName)
    const robots = await (await visitor.ask('/robots.txt?again')).text()
    assert.match(robots, new RegExp(`^Sitemap: https://${SiteDomain}/sitemap.xml$`, 'm'))
  })

  await steps.take('The guard stops a deploy that would lose a table', async () => {
    const undo = loseTable(folder)
    const output = await deployment.deployInVain()
    undo()
    assert.match(output, /The guard stops this deploy[^]*ProbeRows/)
    assert.ok((await visitor.hears('queue hello')).heard, 'what is deployed stays')
    return /^[\w-]+: .*ProbeRows.*$/m.exec(output)?.[0] ?? ''
  })
}
