/**
 * The door in front of languages: which there are, and the route that sends sources on to them. It
 * brings no converter along.
 *
 * @module
 */
import { routes } from 'plugboard:services'
import { http, redirect, type LambdaHandler } from '#framework/http.ts'
import { validate, z } from '#framework/validate.ts'
import { errors } from '../errors.ts'

/** Characters of a source, where the app says nothing else. */
export const sourceLength = 64 * 1024

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
  { length = sourceLength }: { length?: number } = {},
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

/** A character is six bytes at most, written as JSON; and there are options. */
export function toBodyLimit(length: number): number {
  return 6 * length + 4096
}
