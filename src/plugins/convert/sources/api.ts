/**
 * The door for sources that an app converts for whoever comes: the function of one language, such as
 * `POST /preprocess/style/scss`. It brings no converter along but the one that it is given.
 *
 * @module
 */
import { http, json, type LambdaHandler } from '#framework/http.ts'
import { z } from '#framework/validate.ts'
import type { Converter } from '../converter.ts'
import { errors } from '../errors.ts'
import { convertSource } from '../convert-source.ts'
import { sourceLength, toBodyLimit } from '../languages/api.ts'
import { requireRate } from '../rate/api.ts'

/** What strangers may. */
export interface SourceRules {
  /** Options that this language always has. */
  options?: object
  /** Characters of a source. Default: `sourceLength` */
  length?: number
  /** Sources from one address. Default: 300 */
  perMinute?: number
}

const asked = z.object({
  lang: z.optional(z.string()),
  source: z.string(),
  options: z.optional(z.record(z.string(), z.union([z.string(), z.boolean(), z.number()]))),
})

/**
 * The function of a language: takes `{ source, options }` as JSON, and answers `output`, `type` and
 * `isKnown`; or 422, with `errors` that say where. Nobody has to be signed in. Give it
 * `timeout 29`, and `memory 1769`: a whole processor, so that seconds are as long as here.
 */
export function sourceRoute<O extends object>(
  converter: Converter<O>,
  { options: always, length = sourceLength, perMinute = 300 }: SourceRules = {},
): LambdaHandler {
  // Somebody waits for the first answer: its process starts while the function does.
  converter.convert.warm?.()
  return http(
    async (request) => {
      const { source, options } = await request.json(asked)
      if (source.length > length) {
        throw errors.CONVERT_INPUT_TOO_LARGE(`A source has ${length} characters at most`)
      }
      await requireRate(request, 'sources', perMinute)
      const { id, text, type, isKnown } = await convertSource(converter, source, {
        ...options,
        ...always,
      })
      return json({ id, type, output: text, isKnown })
    },
    { bodyLimit: toBodyLimit(length) },
  )
}
