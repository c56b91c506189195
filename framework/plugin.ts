/**
 * Plugboard itself, as an Architect plugin: the TypeScript runtime, the kernel's table, the local
 * cloud behind `arc sandbox`, and what deploy adds to the template.
 *
 * @module
 */
import { join } from 'node:path'
import { builder } from './build/builder.ts'
import { carryNative } from './build/native.ts'
import { readAccess } from './deploy/access/read-access.ts'
import { listClosingLines } from './deploy/closing.ts'
import { staticPrefix } from './deploy/edge/paths.ts'
import { checkDeployOptions } from './deploy/options/check.ts'
import type { Template } from './deploy/cloudformation.ts'
import type { Stage } from './deploy/context.ts'
import { createContext } from './deploy/create.ts'
import { saveDeployed } from './deploy/guard/deployed.ts'
import { holdDeploy } from './deploy/guard/hold.ts'
import { addToTemplate } from './deploy/template.ts'
import { keepUploads } from './deploy/uploads.ts'
import { installClock } from './local/clock.ts'
import { lendClock } from './local/clock/lend.ts'
import { afterStart, getStateDir, startLocal, stopLocal } from './local/cloud.ts'
import { setSandboxEnv } from './local/sandbox-env.ts'
import { listServices, readOptions, type Inventory } from './manifest.ts'
import { checkBuckets } from './plugin/buckets.ts'
import { localEnv } from './plugin/local-env.ts'
import { checkNeeds, checkOptions } from './plugin/needs.ts'
import { getPorts } from './plugin/ports.ts'
import { findPlace } from './plugin/root.ts'
import { readServed } from './serve/parts.ts'

interface HookContext {
  inventory: { inv: Inventory }
}

interface DeployHook extends HookContext {
  dryRun: boolean
  cloudformation: Template
  stage: 'testing' | Stage
  stackName: string
}

interface SandboxContext extends HookContext {
  invoke: (call: { pragma: string; name: string; payload: unknown }) => Promise<unknown>
}

export default {
  set: {
    runtimes: ({ inventory: { inv } }: HookContext) => ({
      name: 'typescript',
      type: 'transpiled',
      // As in the project: Architect finds the place of a service's bundle from here, by its source.
      build: join('.plugboard/build', findPlace(inv._project.cwd)),
      baseRuntime: 'nodejs24.x',
      handlerFile: 'index.mjs',
    }),

    tables: () => [
      { name: 'plugboard-keys', partitionKey: 'id', partitionKeyType: 'String', ttl: 'expiresAt' },
    ],

    // What is deployed lies in its bucket under the path that it has on the site.
    static: ({ inventory: { inv } }: HookContext) =>
      inv._arc.deployStage ? { prefix: staticPrefix } : {},

    env: ({ inventory: { inv } }: HookContext) => {
      // The manifest is read before a plain `arc sandbox` picks its ports. `npm start` does it itself.
      const isPlain = process.argv[2] === 'sandbox'
      if (isPlain) {
        setSandboxEnv(getPorts())
        installClock({ stateDir: getStateDir() })
      }
      const services = listServices(inv)
      checkNeeds(services)
      checkBuckets({ arc: inv._project.arc, services })
      checkDeployOptions(inv._project.arc)
      readServed(inv._project)
      checkOptions(
        services,
        readOptions(
          inv,
          services.map(({ name }) => name),
        ),
      )
      return { testing: { ...localEnv(inv), ...(isPlain && lendClock(inv)) } }
    },
  },

  deploy: {
    // Architect awaits this before it starts tables and HTTP, so it is where the local cloud starts.
    async services({ inventory: { inv }, stage }: DeployHook) {
      if (stage !== 'testing') return {}
      await builder.start(inv)
      await startLocal({ inventory: inv, ports: getPorts(), services: listServices(inv) })
      return {}
    },

    async start({ cloudformation, dryRun, inventory: { inv }, stage, stackName }: DeployHook) {
      if (stage === 'testing') throw new Error('Only staging and production are deployed.')
      const { metafiles } = await builder.buildForDeploy(inv)
      if (!dryRun) await carryNative(inv, metafiles)
      const access = await readAccess(inv)
      const context = createContext(inv, { stage, stackName, access })
      const template = addToTemplate(cloudformation, context)
      await holdDeploy(template, { inv, stage, stackName, dryRun })
      if (!dryRun) print(await keepUploads(inv, stackName))
      return template
    },

    async end({ cloudformation, dryRun, inventory: { inv }, stage, stackName }: DeployHook) {
      if (dryRun || stage === 'testing') return
      saveDeployed(cloudformation, { stackName, cwd: inv._project.cwd })
      const deployed = { inv, stage, stackName, template: cloudformation }
      print(['', ...(await listClosingLines(deployed)), ''])
    },
  },

  sandbox: {
    start: ({ inventory: { inv }, invoke }: SandboxContext) =>
      afterStart({ inventory: inv, invoke }),
    watcher: ({ filename, event }: { filename: string; event: string }) =>
      builder.rebuild(filename, { isNew: event === 'add' }),
    async end() {
      await stopLocal()
      await builder.stop()
    },
  },
}

function print(lines: readonly string[]): void {
  for (const line of lines) process.stdout.write(`${line}\n`)
}
