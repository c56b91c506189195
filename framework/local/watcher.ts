/**
 * Watches what the project is made of.
 *
 * Architect's own watcher drops changes that come while another is worked on, as "save all" or a
 * checkout makes them, and watches the state folder too.
 *
 * @module
 */
import { createRequire } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { findRoot } from '../plugin/root.ts'

/** A file that was added, updated or removed. */
export interface Change {
  event: 'add' | 'update' | 'remove'
  /** Absolute. */
  filename: string
}

export interface Watcher {
  close: () => Promise<void>
}

/** Milliseconds in which changes are gathered. */
const pause = 40

const watched = ['app.arc', '.env', 'src', 'public']
/** Of the project that the app is part of. */
const shared = ['package.json', 'framework', 'src/plugins']
const ignored = /(^|[/\\])(node_modules|\.git|public[/\\]build)([/\\]|$)|~$|\.sw.$/

/** Watches from when it resolves on; `onChange` gets the changes of a moment, one call at a time. */
export async function startWatcher(
  cwd: string,
  onChange: (changes: Change[]) => Promise<void>,
): Promise<Watcher> {
  // chokidar is Architect's: it comes with the sandbox.
  const sandbox = createRequire(import.meta.url).resolve('@architect/sandbox')
  const chokidar = createRequire(sandbox)('chokidar') as Chokidar

  let waiting = new Map<string, Change>()
  let timer: NodeJS.Timeout | undefined
  let working: Promise<void> | undefined

  function flush(): void {
    if (working || waiting.size === 0) return
    const changes = [...waiting.values()]
    waiting = new Map()
    working = onChange(changes)
      .catch((error: Error) => console.log(error.message))
      .finally(() => {
        working = undefined
        flush()
      })
  }

  const root = findRoot(cwd)
  const paths = [...watched, ...shared.map((path) => relative(cwd, join(root, path)))]
  const watcher = chokidar.watch(paths, {
    cwd,
    ignored: (path) => ignored.test(relative(root, resolve(cwd, path))),
    ignoreInitial: true,
  })
  watcher.on('all', (name, path) => {
    const event = ({ add: 'add', change: 'update', unlink: 'remove' } as const)[name]
    if (!event) return
    const filename = resolve(cwd, path)
    waiting.set(filename, { event, filename })
    clearTimeout(timer)
    timer = setTimeout(flush, pause)
  })
  await new Promise<void>((resolve) => {
    watcher.on('ready', () => resolve())
    watcher.on('error', (error) => {
      console.log(`Not every change will be noticed. ${String(error)}`)
      resolve()
    })
  })

  return {
    async close() {
      clearTimeout(timer)
      await watcher.close()
      await working
    },
  }
}

interface Chokidar {
  watch: (
    paths: string[],
    options: { cwd: string; ignored: (path: string) => boolean; ignoreInitial: boolean },
  ) => {
    on: (event: 'all' | 'error' | 'ready', listener: (name: string, path: string) => void) => void
    close: () => Promise<void>
  }
}
