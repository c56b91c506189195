/**
 * What a changed file leads to: a rebuild, another manifest, or a new start.
 *
 * @module
 */
import { relative } from 'node:path'
import { findRoot } from '../plugin/root.ts'
import { checkProject } from './preflight.ts'
import { readInventory } from './preflight/inventory.ts'
import type { Sandbox } from './sandbox.ts'
import { renderProblems } from './screen.ts'
import type { Change } from './watcher.ts'

export interface FollowOptions {
  cwd: string
  sandbox: Sandbox
  /** Starts the whole process again; absent where nobody would. */
  restart: (() => void) | undefined
  quiet: boolean
}

/** Follows the changes of the project. */
export function createFollower({ cwd, sandbox, restart, quiet }: FollowOptions) {
  let isBroken = false

  async function reload(): Promise<void> {
    const start = performance.now()
    const { inventory, problems } = await readInventory(cwd)
    const all = inventory ? checkProject(inventory.inv) : problems
    isBroken = all.length > 0
    if (isBroken) {
      console.error(renderProblems(all))
      console.error('The last good app.arc keeps serving.')
      return
    }
    await sandbox.end()
    await sandbox.start(inventory!, { restart: true })
    const took = (performance.now() - start).toFixed(0)
    if (!quiet) console.log(`started again with the new app.arc in ${took} ms`)
  }

  return async (changes: Change[]): Promise<void> => {
    const toNames = (from: string) =>
      changes.map(({ filename }) => relative(from, filename).replaceAll('\\', '/'))
    const names = toNames(cwd)
    const loaded = toNames(findRoot(cwd)).find(isLoadedByArc) ?? names.find(isLoadedByArc)
    if (loaded && restart) {
      console.log(`${loaded} changed: starting again`)
      return restart()
    }
    if (loaded) console.log(`${loaded} changed: stop and start again for it to take effect.`)

    const isManifest = names.some((name) => name === 'app.arc' || name === '.env')
    // What the manifest lacked may be the file that has just come.
    const isMended = isBroken && changes.some(({ event }) => event !== 'update')
    if (isManifest || isMended) return reload()
    for (const change of changes) await sandbox.tellPlugins(change)
  }
}

/** Code that runs in this process: Node loads it once. */
function isLoadedByArc(name: string): boolean {
  if (/(^|\/)test\//.test(name)) return false
  return (
    /^framework\/(build|deploy|local|plugin)\//.test(name) ||
    /^framework\/(plugin|manifest|service)\.ts$/.test(name) ||
    /^src\/plugins\/[^/]+\/(index\.ts|twin\.ts|twin\/)/.test(name)
  )
}
