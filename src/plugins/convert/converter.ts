/**
 * What a converter is: a pure function from bytes and options to bytes, with its limits.
 *
 * @module
 */
import { validate, type Schema } from '#framework/validate.ts'

/** What comes out. */
export interface Output {
  /** A content type: `text/css; charset=utf-8`. */
  type: string
  body: Uint8Array
  /** What the converter says of the input, where it was asked to. */
  facts?: Readonly<Record<string, string | number>>
}

/** What a conversion may take. */
export interface Limits {
  /** Of the input. */
  inputBytes: number
  outputBytes: number
  /** Of the processor, for the work itself; on the wall it may be four times that. */
  milliseconds: number
  /** On the wall, for work that goes on and on: where somebody waits for it, also on a busy machine. */
  wallMilliseconds?: number
  /** Of the process that does it, all in all. */
  megabytes: number
}

/** What is known of a converter without its code. Its name is that of its folder, route and queue. */
export interface Definition<O extends object = object> {
  name: string
  /** Raise it when the same input gives another output: results of before are not used any more. */
  version: number
  /** Content types it takes, without parameters. */
  from: readonly string[]
  /** Content types it makes, without parameters. */
  to: readonly string[]
  /** Of texts, as in a query string. Every option has a default. */
  options: Schema<O>
  limits: Limits
}

/** The options of a converter, read. */
export type OptionsOf<D> = D extends Definition<infer O> ? O : never

/** A converter with its code. */
export interface Converter<O extends object = object> extends Definition<O> {
  /** @throws AppError of this service's codes, for what the input is to blame for */
  convert: Convert<O>
}

/** The code of a converter. One that has a process can have it started early. */
export interface Convert<O> {
  (input: Uint8Array, options: O): Promise<Output>
  /** Several outputs of one input, in order, where that is less work than one by one; an error in place of each that fails. */
  each?: (input: Uint8Array, options: readonly O[]) => AsyncIterable<Output | Error>
  warm?: () => void
}

const megabyte = 1024 * 1024

/** What text converters are given. */
export const textLimits: Limits = {
  inputBytes: megabyte,
  outputBytes: 4 * megabyte,
  milliseconds: 1500,
  wallMilliseconds: 1700,
  megabytes: 320,
}

/** Keeps the type of the options. */
export function describe<O extends object>(definition: Definition<O>): Definition<O> {
  return definition
}

/** Puts a converter together. */
export function toConverter<O extends object>(
  definition: Definition<O>,
  convert: Convert<O>,
): Converter<O> {
  return { ...definition, convert }
}

/**
 * The options, of a query string or of JSON: every value is read as text.
 *
 * @throws INVALID_INPUT, with one entry for each one at fault
 */
export function readOptions<O extends object>({ options }: Definition<O>, given: object): O {
  const texts = Object.entries(given).map(([name, value]) => [name, toText(value)])
  return validate(options, Object.fromEntries(texts), { where: 'options' })
}

function toText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
