/**
 * What is deployed, proved by deploying: `npm run test:deploy`.
 *
 * The template first, as Architect's dry run makes it; then all of it for real, on an emulated AWS.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { testOnEmulator } from './emulator/run.ts'

const only = process.argv[2]

const dryRun = async () => {
  const config = 'test/deploy/vitest.config.ts'
  const vitest = spawn('vitest', ['run', '--config', config], { stdio: 'inherit' })
  const [code] = (await once(vitest, 'exit')) as [number | null]
  return code === 0
}

const isSafe = only === 'emulator' || (await dryRun())
const isDeployed = await testOnEmulator()
process.exitCode = isSafe && isDeployed ? 0 : 1
