/**
 * A call of Stripe's API, as the twin declares it.
 *
 * @module
 */
import { z } from 'zod'
import { check } from './params.ts'
import type { World } from './world.ts'

export interface Route {
  /** `POST /v1/customers/:id`. */
  call: string
  /** Checks the parameters and answers. */
  run: (world: World, request: { ids: string[]; values: unknown }) => unknown
}

/** Declares a call: its parameters by name, and what it does with them. */
export function route<T extends z.ZodRawShape>(
  call: string,
  shape: T,
  run: (world: World, params: z.output<z.ZodObject<T>>, ...ids: string[]) => unknown,
): Route {
  const schema = z.strictObject(shape)
  return {
    call,
    run: (world, { ids, values }) => run(world, check(schema, values) as never, ...ids),
  }
}

/** What a request changes of metadata: `''` takes one away, or all of them. */
export function mergeMetadata(
  before: Record<string, string>,
  changes: Record<string, string> | '' | undefined,
): Record<string, string> {
  if (changes === '') return {}
  const merged = { ...before, ...changes }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''))
}
