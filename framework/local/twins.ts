/**
 * The twins of the plugged-in services.
 *
 * @module
 */
import { join } from 'node:path'
import { isReplaced } from '../plugin/replaced.ts'
import type { Link, RunningTwin, ServiceDefinition, TwinState } from '../service.ts'

type Env = Readonly<Record<string, string | undefined>>

export interface Twins {
  /**
   * Starts the twins that are not running, stops those whose service or place has gone, or whose
   * real account `env` names.
   */
  follow: (services: readonly ServiceDefinition[], env: Env) => Promise<void>
  /** What there is to look at. */
  links: () => Link[]
  /** The services whose twins run, and whether they show their state. */
  list: () => { service: string; hasState: boolean }[]
  /** What the twin of a service shows of itself; `undefined` when it shows nothing. */
  state: (service: string) => Promise<TwinState | undefined>
  /**
   * Does something to the twin of a service, or to a row of its state. Answers a line about it.
   *
   * @throws Error where the twin has no actions, and with what the twin says against it.
   */
  act: (service: string, action: string, id?: string) => Promise<string | undefined>
  stop: () => Promise<void>
}

/** Each twin has the port of its service's place in `app.arc`, and a state folder of its own. */
export function startTwins(options: {
  firstPort: number
  stateDir: string
  log: (line: string) => void
}): Twins {
  const { firstPort, stateDir, log } = options
  const running = new Map<string, { name: string; twin: RunningTwin }>()

  function find(service: string): RunningTwin | undefined {
    return [...running.values()].find(({ name }) => name === service)?.twin
  }

  return {
    async follow(services, env) {
      const wanted = services
        .map(({ name, twin }, index) => ({ name, twin, port: firstPort + index }))
        .filter(({ twin, port }) => twin !== undefined && !isReplaced(twin, port, env))
        .map((it) => ({ ...it, key: `${it.name}:${it.port}` }))

      // Before any start, for a twin may move to the port that another one leaves.
      for (const [key, { twin }] of running) {
        if (wanted.some((it) => it.key === key)) continue
        running.delete(key)
        await twin.stop()
      }
      for (const { key, name, twin, port } of wanted) {
        if (running.has(key)) continue
        const started = await twin!.start({ port, stateDir: join(stateDir, name), log })
        running.set(key, { name, twin: started })
      }
    },

    links: () => [...running.values()].flatMap(({ twin }) => twin.links ?? []),

    list: () =>
      [...running.values()].map(({ name, twin }) => ({
        service: name,
        hasState: twin.state !== undefined,
      })),

    state: async (service) => find(service)?.state?.(),

    async act(service, action, id) {
      const { act } = find(service) ?? {}
      if (!act) throw new Error(`The twin of ${service} has nothing that can be done to it.`)
      return (await act(action, id)) ?? undefined
    },

    async stop() {
      const all = [...running.values()]
      running.clear()
      await Promise.all(all.map(({ twin }) => twin.stop()))
    },
  }
}
