/**
 * What `app.arc` names, as Architect parses it: read before Architect has merged it with what the
 * services bring.
 *
 * @module
 */
import type { ServiceDefinition } from '../service.ts'

/** The names under a pragma: `[ 'a', { b: {…} } ]` in Architect's parse. */
export function namesIn(pragma: unknown[] = []): string[] {
  return pragma.map(nameOf)
}

export function nameOf(item: unknown): string {
  if (typeof item === 'string') return item
  return String(Array.isArray(item) ? item[0] : Object.keys(item as object)[0])
}

/** A queue, as far as it is known that early. */
export interface DeclaredQueue {
  name: string
  fifo: boolean
}

/** Every queue, of `app.arc` and of the services. */
export function listDeclaredQueues(
  arc: Record<string, unknown[]>,
  services: readonly ServiceDefinition[],
): DeclaredQueue[] {
  return [
    ...(arc['queues'] ?? []).map((item) => toQueue(item, arc['aws'])),
    ...services
      .flatMap((it) => Object.entries(it.queues ?? {}))
      .map(([name, { fifo = false }]) => ({ name, fifo })),
  ]
}

// Architect makes a queue FIFO unless the manifest says otherwise. Here it has to be asked for, with
// "fifo true" below the queue's name, or under @aws for all.
function toQueue(item: unknown, aws: unknown[] = []): DeclaredQueue {
  const name = nameOf(item)
  const options = typeof item === 'string' ? {} : (item as Record<string, { fifo?: boolean }>)[name]
  const isUsual = aws.some((it) => Array.isArray(it) && it[0] === 'fifo' && it[1] === true)
  return { name, fifo: options?.fifo ?? isUsual }
}
