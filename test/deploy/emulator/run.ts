/**
 * The app deployed for real, by `arc deploy`, to an emulated AWS on loopback; then asked.
 *
 * @module
 */
import { rmSync } from 'node:fs'
import { getPorts } from '../../../framework/plugin/ports.ts'
import { findFreePorts } from '../../../framework/testing/free-ports.ts'
import { startBridge } from './bridge.ts'
import { createAws } from './aws.ts'
import { createCommands } from './commands.ts'
import { createDeployment } from './deployment.ts'
import { startFront } from './front.ts'
import { startMiniStack } from './ministack.ts'
import { createProbed } from './project.ts'
import { findMiniStack } from './python.ts'
import { createSteps } from './steps.ts'
import { takeStory } from './story.ts'
import { startTwinsOf } from './start-twins.ts'

/** Deploys, asks, deploys again, takes away. Answers whether all of it held. */
export async function testOnEmulator(): Promise<boolean> {
  const found = await findMiniStack()
  if ('missing' in found) {
    console.log(`Skipped: nothing was deployed to an emulated AWS. ${found.missing}`)
    return true
  }

  const site = Number(process.env['DEPLOY_PORT'] ?? (await findFreePorts(20)))
  const ports = getPorts({ PLUGBOARD_PORT: String(site) })
  const folder = createProbed()
  const stops: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })]
  const steps = createSteps()
  try {
    const cloud = await startMiniStack({ ...found, port: ports.database })
    stops.push(cloud.stop)
    const bridge = await startBridge({ port: ports.internal, target: cloud.port })
    stops.push(bridge.stop)
    const twins = await startTwinsOf(folder, site)
    stops.push(twins.stop)
    let domain = 'not-deployed-yet'
    const front = await startFront({ port: site, target: cloud.port, findDomain: () => domain })
    stops.push(front.stop)

    const endpoint = `http://127.0.0.1:${ports.internal}`
    const aws = await createAws(endpoint)
    const commands = createCommands({ folder, endpoint })
    const setDomain = (name: string) => (domain = name)
    const deployment = await createDeployment({ folder, aws, cloud, commands, setDomain })
    await takeStory({ steps, folder, site, cloud, aws, commands, deployment })
  } finally {
    for (const stop of stops.toReversed()) await stop()
  }
  console.log(`\n${steps.passed} passed, ${steps.failed.length} failed`)
  return steps.failed.length === 0
}
