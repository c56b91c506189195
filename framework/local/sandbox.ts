/**
 * Architect's sandbox, run in this process and quietly.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { builder } from '../build/builder.ts'
import { installWarm, type WarmOptions } from './invoke/install.ts'
import { rememberRoutes } from './known-routes.ts'
import type { ArchitectInventory } from './preflight/inventory.ts'
import type { Change } from './watcher.ts'

type SandboxParams = Record<string, unknown> & { inventory: ArchitectInventory }

const require = createRequire(import.meta.url)

export type Sandbox = ReturnType<typeof createSandbox>

/** The sandbox of a project; not started yet. */
export function createSandbox(options: { cwd: string; port: number } & WarmOptions) {
  const { cwd, port } = options
  const warm = installWarm(options)
  // Architect's own way to start a function does not wait for its bundle.
  if (warm) builder.buildLazily()
  rememberRoutes()
  const sandbox = require('@architect/sandbox') as {
    start: (params: SandboxParams) => Promise<unknown>
    end: () => Promise<unknown>
  }
  const invokePlugin = require('@architect/sandbox/src/invoke-lambda/_plugin.js') as (
    params: object,
    call: object,
  ) => Promise<unknown>

  // Architect's own listener ends the process at once.
  process.removeAllListeners('SIGINT')

  let params: SandboxParams | undefined
  let isStarting = false

  return {
    async start(inventory: ArchitectInventory, { restart = false } = {}): Promise<void> {
      switchLivereloadOff(inventory)
      params = { cwd, port, inventory, restart, ...quietly }
      isStarting = true
      try {
        await sandbox.start(params)
      } finally {
        isStarting = false
      }
    },

    isStarting: () => isStarting,

    async end(): Promise<void> {
      if (!params) return
      params = undefined
      await sandbox.end()
    },

    /** Ends what runs the functions; for good. */
    stopInstances: () => warm?.stop(),

    /** Tells each plugin that asks for it of a changed file, as Architect's own watcher does. */
    async tellPlugins({ event, filename }: Change): Promise<void> {
      if (!params) return
      const { inventory } = params
      const { arc } = inventory.inv._project
      const methods = inventory.inv.plugins?._methods as PluginMethods | undefined
      for (const plugin of methods?.sandbox?.watcher ?? []) {
        const invoke = invokePlugin.bind({}, params)
        await plugin({ arc, filename, event, inventory, invoke })
      }
    },
  }
}

interface PluginMethods {
  sandbox?: { watcher?: ((context: object) => unknown)[] }
}

const quietly = {
  host: '127.0.0.1',
  quiet: true,
  runtimeCheck: false,
  symlink: true,
  deleteVendor: false,
}

/** It puts an inline script into every page, which our Content-Security-Policy refuses. */
function switchLivereloadOff({ inv }: ArchitectInventory): void {
  const project = inv._project as { preferences?: { sandbox?: object } | null }
  project.preferences = {
    ...project.preferences,
    sandbox: { ...project.preferences?.sandbox, livereload: false },
  }
}
