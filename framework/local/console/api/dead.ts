/**
 * Messages that kept failing.
 *
 * @module
 */
import { listTopics } from '../../../manifest.ts'
import type { DeadLetter } from '../../delivery.ts'
import type { ConsoleOptions, ConsoleSources } from '../sources.ts'
import type { Routes } from './call.ts'
import { toShown } from './shown.ts'

/** A queue, or a subscriber of a topic, with what it failed at. */
export interface DeadQueue {
  name: string
  messages: readonly DeadLetter[]
}

export function createDeadRoutes(sources: ConsoleOptions['sources']): Routes {
  return {
    'GET dead': () => listDead(sources()),
    'POST dead * redrive': async ({ path, json }) => {
      const { id } = await json()
      const { delivery } = sources()
      return { moved: delivery.redrive(path[1]!, typeof id === 'string' ? id : undefined) }
    },
  }
}

/** Those of every function that reads messages, the ones without any included. */
function listDead({ delivery, inventory }: ConsoleSources): DeadQueue[] {
  const subscribers = listTopics(inventory).flatMap((topic) => topic.subscribers)
  const queues = (inventory.queues ?? []).map(({ name }) => name)
  const letters = delivery.listDead().map((it) => ({ ...it, body: toShown(it.body) }))
  const names = new Set([...queues, ...subscribers, ...letters.map((it) => it.name)])
  return [...names].map((name) => ({
    name,
    messages: letters.filter((it) => it.name === name),
  }))
}
