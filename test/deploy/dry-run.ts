/**
 * The real `arc deploy --dry-run`, with a stand-in of AWS's control plane.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { startControlPlane } from './control-plane.ts'

/** Runs it in a project's folder; `variables` are those of the stage `staging`. */
export async function dryRun(options: {
  cwd?: string
  app: string
  variables: Record<string, string>
}): Promise<{ code: number | null; output: string }> {
  const { cwd, app, variables } = options
  const controlPlane = await startControlPlane(app, variables)
  const arc = spawn('npx', ['arc', 'deploy', '--dry-run', '--no-hydrate'], {
    cwd,
    env: {
      ...process.env,
      AWS_ENDPOINT_URL: controlPlane.url,
      AWS_ACCESS_KEY_ID: 'dummy',
      AWS_SECRET_ACCESS_KEY: 'dummy',
      AWS_REGION: 'us-west-2',
      CI: 'true',
    },
  })
  let output = ''
  for (const stream of [arc.stdout, arc.stderr]) stream.on('data', (it: Buffer) => (output += it))
  const [code] = (await once(arc, 'close')) as [number | null]
  controlPlane.stop()
  return { code, output }
}
