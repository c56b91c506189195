/**
 * The functions in this process: each bundle is loaded once, and takes as many events at a time as come.
 *
 * @module
 */
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { toContext } from '../local/invoke/context.ts'
import { timedOut } from '../local/invoke/failures.ts'
import type { ServedFunction } from './manifest.ts'

/** Runs a function. @throws FunctionTimeout, and whatever the function throws */
export type Invoke = (call: Call) => Promise<unknown>

export interface Call {
  pragma: ServedFunction['pragma']
  name: string
  payload: unknown
  /** Default: one of its own. */
  id?: string
}

/** Its time was up. It cannot be cut off here, and may still go on. */
export class FunctionTimeout extends Error {
  override readonly name = 'FunctionTimeout'
}

type Handler = (event: unknown, context: object) => Promise<unknown>

/**
 * Loads the bundles, all of them before the first event: nobody is to wait for a cold start.
 *
 * @param options.names physical names, by logical id, where they are known
 * @throws Error naming the function that does not load
 */
export async function loadFunctions(
  functions: readonly ServedFunction[],
  { folder, names = {} }: { folder: string; names?: Readonly<Record<string, string>> },
): Promise<Invoke> {
  const loaded = new Map<string, { handler: Handler; context: object; timeout: number }>()
  for (const it of functions) {
    const title = `@${it.pragma} ${it.name}`
    const { memory, timeout, logicalId } = it
    // The same name as in Lambda: what a function remembers as done is kept under it.
    const env = names[logicalId] ? { AWS_LAMBDA_FUNCTION_NAME: names[logicalId] } : {}
    const context = toContext({ name: title, memory, env: { ...region(), ...env } })
    loaded.set(title, { handler: await load(title, join(folder, it.file)), context, timeout })
  }

  return async ({ pragma, name, payload, id = randomUUID() }) => {
    const { handler, context, timeout } = loaded.get(`@${pragma} ${name}`)!
    const deadline = performance.now() + timeout * 1000
    const late = Promise.withResolvers<never>()
    const timer = setTimeout(() => {
      late.reject(new FunctionTimeout(timedOut(id, timeout * 1000).errorMessage))
    }, timeout * 1000)
    try {
      const own = {
        ...context,
        awsRequestId: id,
        getRemainingTimeInMillis: () => Math.max(0, deadline - performance.now()),
      }
      return await Promise.race([handler(payload, own), late.promise])
    } finally {
      clearTimeout(timer)
    }
  }
}

async function load(title: string, file: string): Promise<Handler> {
  const module = (await import(pathToFileURL(file).href).catch((cause: unknown) => {
    throw new Error(`${title} does not load: ${(cause as Error).message}`, { cause })
  })) as { handler?: Handler }
  if (typeof module.handler === 'function') return module.handler
  throw new Error(`${title} exports no function "handler".`)
}

function region(): Record<string, string> {
  const name = process.env['AWS_REGION']
  return name ? { AWS_REGION: name } : {}
}
