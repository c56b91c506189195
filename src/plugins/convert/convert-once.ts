/**
 * A conversion, never done twice: the same input and options have one result.
 *
 * @module
 */
import { kernelErrors } from '#framework/errors.ts'
import { toAddress } from './address.ts'
import { claim, giveBack } from './claims.ts'
import type { Converter, Limits, Output } from './converter.ts'
import { errors } from './errors.ts'
import {
  isOfInput,
  keep,
  keepRefusal,
  readOutput,
  results,
  smallBytes,
  toError,
} from './results.ts'

/** A result, and whether it was there already. */
export interface Converted extends Output {
  /** Of `toAddress`. */
  id: string
  isKnown: boolean
}

/** Beyond its own limit: the start of its process, and the way to the table and back. */
export const marginMilliseconds = 20_000
export const askAgainMilliseconds = 40

/**
 * Converts, or waits for whoever is at it, or answers what is known.
 *
 * @param more.inRow - a result of up to so many bytes is kept in the table: for who asks again at once
 * @throws AppError of this service's codes; UNAVAILABLE where another one does not come to an end
 */
export async function convertOnce<O extends object>(
  converter: Converter<O>,
  input: Uint8Array,
  options: O,
  { inRow = smallBytes }: { inRow?: number } = {},
): Promise<Converted> {
  requireSize(converter, input.length)
  const id = toAddress(converter, options, input)
  const lease = converter.limits.milliseconds + marginMilliseconds
  const deadline = Date.now() + lease

  while (Date.now() < deadline) {
    const found = await results.get({ id }, { consistent: true })
    if (found?.status === 'refused') throw toError(found.refusal!)
    if (found?.status === 'done') {
      const output = await readOutput(found)
      if (output) return { id, isKnown: true, ...output }
      await results.delete({ id })
    }
    const owner = await claim(id, lease)
    if (owner) {
      const output = await work(converter, { id, owner, input, options, inRow })
      return { id, isKnown: false, ...output }
    }
    await new Promise((resolve) => setTimeout(resolve, askAgainMilliseconds))
  }
  throw kernelErrors.UNAVAILABLE('The same is being converted elsewhere. Ask again in a moment')
}

/** @throws CONVERT_INPUT_TOO_LARGE */
export function requireSize({ limits }: Pick<Converter, 'limits'>, bytes: number): void {
  if (bytes <= limits.inputBytes) return
  throw errors.CONVERT_INPUT_TOO_LARGE(
    `It has ${bytes} bytes, and ${limits.inputBytes} are the most`,
  )
}

/** @throws CONVERT_OUTPUT_TOO_LARGE */
export function requireOutput({ outputBytes }: Limits, { body }: Output): void {
  if (body.length <= outputBytes) return
  throw errors.CONVERT_OUTPUT_TOO_LARGE(`${outputBytes} bytes are the most`)
}

interface Work<O> {
  id: string
  owner: string
  input: Uint8Array
  options: O
  inRow: number
}

async function work<O extends object>(
  { convert, limits }: Converter<O>,
  { id, owner, input, options, inRow }: Work<O>,
): Promise<Output> {
  try {
    const output = await convert(input, options)
    requireOutput(limits, output)
    await keep(id, output, inRow)
    return output
  } catch (error) {
    await (isOfInput(error) ? keepRefusal(id, error) : giveBack(id, owner))
    throw error
  }
}
