/**
 * The twins of the plugged-in services.
 *
 * @module
 */
import { join } from 'node:path'
import type { Link, ServiceDefinition, Twin } from '../service.ts'

export interface Twins {
  /** Starts the twins that are not running, stops those whose service or place has gone. */
  follow: (services: readonly ServiceDefinition[]) => Promise<void>
  /** What there is to look at. */
  links: () => Link[]
  stop: () => Promise<void>
}

type Started = Awaited<ReturnType<Twin['start']>>

/** Each twin has the port of its service's place in `app.arc`, and a state folder of its own. */
export function startTwins(options: {
  firstPort: number
  stateDir: string
  log: (line: string) => void
}): Twins {
  const { firstPort, stateDir, log } = options
  const running = new Map<string, Started>()

  return {
    async follow(services) {
      const wanted = services
        .map(({ name, twin }, index) => ({ name, twin, port: firstPort + index }))
        .filter(({ twin }) => twin !== undefined)
        .map((it) => ({ ...it, key: `${it.name}:${it.port}` }))

      // Before any start, for a twin may move to the port that another one leaves.
      for (const [key, twin] of running) {
        if (wanted.some((it) => it.key === key)) continue
        running.delete(key)
        await twin.stop()
      }
      for (const { key, name, twin, port } of wanted) {
        if (running.has(key)) continue
        running.set(key, await twin!.start({ port, stateDir: join(stateDir, name), log }))
      }
    },

    links: () => [...running.values()].flatMap(({ links }) => links ?? []),

    async stop() {
      const all = [...running.values()]
      running.clear()
      await Promise.all(all.map((twin) => twin.stop()))
    },
  }
}
