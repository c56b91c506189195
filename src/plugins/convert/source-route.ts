/**
 * Sources that an app converts for whoever comes, with one function for each language:
 * `POST /preprocess {lang, source, options}`, and behind it `POST /preprocess/style/scss`.
 *
 * @module
 */
import { routes } from 'plugboard:services'
import { http, json, redirect, type LambdaHandler } from '#framework/http.ts'
import { validate, z } from '#framework/validate.ts'
import type { Converter } from './converter.ts'
import { errors } from './errors.ts'
import { convertSource } from './texts.ts'
import { requireRate } from './visitors.ts'

/** What strangers may. */
export interface SourceRules {
  /** Options that this language always has. */
  options?: object
  /** Characters of a source. Default: 64 * 1024 */
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
 * `isKnown`; or 422, with `errors` that say where. Nobody has to be signed in. Give it `memory 768`.
 */
export function sourceRoute<O extends object>(
  converter: Converter<O>,
  { options: always, length = 64 * 1024, perMinute = 300 }: SourceRules = {},
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

/** A language that has a function: `scss` of `POST /preprocess/style/scss`. */
export interface Language {
  name: string
  /** Whatever stands before it: `style`. */
  group: string
  path: string
}

/** The languages that `app.arc` has routes for, below a path such as `/preprocess`; by name. */
export function listLanguages(path: string): Language[] {
  const all = routes.flatMap((route) => {
    const [group, name, ...more] = route.replace(`post ${path}/`, '').split('/')
    const isOne = route.startsWith(`post ${path}/`) && name !== undefined && more.length === 0
    return isOne ? [{ name, group: group!, path: route.slice('post '.length) }] : []
  })
  return all.toSorted((a, b) => (a.name < b.name ? -1 : 1))
}

/**
 * The function of `POST /preprocess`: sends `{ lang, source, options }` on to the function of the
 * language (307, so that clients send the same again). It waits for nobody, and so costs next to nothing.
 *
 * @param rules.length - as of the languages
 */
export function sourceRouter(
  path: string,
  { length = 64 * 1024 }: Pick<SourceRules, 'length'> = {},
): LambdaHandler {
  const languages = listLanguages(path)
  return http(
    async (request) => {
      const { lang } = validate(z.object({ lang: z.string() }), await request.json(), {
        where: 'the body',
      })
      const language = languages.find(({ name }) => name === lang)
      if (language) return redirect(language.path, { status: 307 })
      const known = languages.map(({ name }) => name).join(', ')
      throw errors.CONVERTER_NOT_FOUND(`There is no language of that name. There are ${known}`)
    },
    { bodyLimit: toBodyLimit(length) },
  )
}

// A character is six bytes at most, written as JSON; and there are options.
function toBodyLimit(length: number): number {
  return 6 * length + 4096
}
