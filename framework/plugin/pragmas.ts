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
    ...(arc['queues'] ?? []).map(toQueue),
    ...services
      .flatMap((it) => Object.entries(it.queues ?? {}))
      .map(([name, { fifo = false }]) => ({ name, fifo })),
  ]
}

// Architect makes a queue FIFO unless the manifest says otherwise.
function toQueue(item: unknown): DeclaredQueue {
  const name = nameOf(item)
  const options = typeof item === 'string' ? {} : (item as Record<string, { fifo?: boolean }>)[name]
  return { name, fifo: options?.fifo ?? true }
}
