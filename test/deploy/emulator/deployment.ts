/**
 * The project's stack: deployed, deployed again, taken away.
 *
 * @module
 */
import assert from 'node:assert/strict'
import { toStackName } from '../../../framework/deploy/create.ts'
import { readManifest } from '../../../framework/manifest.ts'
import type { Aws } from './aws.ts'
import type { createCommands } from './commands.ts'
import type { MiniStack } from './ministack.ts'
import { importRoutes } from './routes.ts'

export type Deployment = Awaited<ReturnType<typeof createDeployment>>

/** The stack of the project in `folder`; not deployed yet. */
export async function createDeployment(options: {
  folder: string
  aws: Aws
  cloud: MiniStack
  commands: ReturnType<typeof createCommands>
  /** Is told the distribution's domain. */
  setDomain: (name: string) => void
}) {
  const { folder, aws, cloud, commands, setDomain } = options
  const { app } = await readManifest(folder)
  const stackName = toStackName(app, { stage: 'staging' })

  const arcDeploy = (...more: string[]) =>
    commands.run('arc', ['deploy', '--staging', '--no-hydrate', ...more])

  return {
    stackName,

    /** `more` is for the command. @throws Error with all that was printed, and what CloudFormation has against it. */
    async deploy(...more: string[]): Promise<void> {
      const { code, output } = await arcDeploy(...more)
      if (code !== 0) {
        const reasons = await aws.listFailures(stackName).catch((error: Error) => [error.message])
        const printed = cloud.output().split('\n')
        const errors = printed.filter((line) => / (WARNING|ERROR) /.test(line)).slice(-20)
        throw new Error([output, ...reasons, ...errors].join('\n'))
      }
      await importRoutes(aws, stackName)
      const { SiteDomain } = await aws.readOutputs(stackName)
      assert.ok(SiteDomain, 'the stack tells its domain at CloudFront')
      setDomain(SiteDomain)
    },

    /** Deploys what must not be deployed; answers what was printed. */
    async deployInVain(): Promise<string> {
      const { code, output } = await arcDeploy()
      assert.notEqual(code, 0, output)
      return output
    },

    async destroy(): Promise<void> {
      await commands.arc('destroy', '--app', app, '--staging', '--force', '--now')
    },
  }
}
