/**
 * The magazine's readers: what each of them does in a month.
 *
 * @module
 */
import { defineProfile } from '../framework/cost/profile.ts'

// About a thousand words, as an article has.
const body = `## A heading\n\n${'The quick brown fox jumps over the *lazy* dog, and a [link](https://example.com). '.repeat(75)}`

let slugs: readonly string[] = []
let draft: { slug?: string; version?: number } = {}
let account = { version: 0 }
type Me = { me: typeof account }

export default defineProfile({
  users: 400_000,

  features: {
    'first-visits': {
      about: 'The files of the site are fetched: once, for browsers keep them for good',
      times: 1,
      files: ['/'],
      play: async () => {},
    },

    'page-loads': {
      about: 'An article is opened, and its view is counted',
      times: 12,
      play: async ({ fetch, round }) => {
        if (round === 0) slugs = slugsIn((await fetch('/sitemap.xml')).text())
        const path = `/articles/${slugs[round % slugs.length]}`
        expect(200, await fetch(path, { headers: { accept: 'text/html' } }))
        const headers = { 'sec-fetch-site': 'same-origin' }
        expect(204, await fetch(`${path}/views`, { method: 'POST', headers }))
      },
    },

    'sign-ins': {
      about: 'A session begins; the account at Auth0 is on Auth0’s own bill',
      times: 1,
      play: async ({ fetch, as }) => {
        const headers = { ...(await as('writer')), 'sec-fetch-site': 'same-origin' }
        expect(204, await fetch('/auth/session', { method: 'POST', headers }))
      },
    },

    writes: {
      about: 'A reader who is signed in changes their profile with GraphQL',
      times: 6,
      play: async ({ as, query, round }) => {
        const init = { headers: await as('reader') }
        if (round === 0) ({ me: account } = (await query('{ me { version } }', {}, init)) as Me)
        const { updateProfile } = await query(
          `mutation ($name: String!, $version: Int!) {
            updateProfile(name: $name, version: $version) { name version }
          }`,
          { name: `Reader number ${round}`, version: account.version },
          init,
        )
        account = updateProfile as typeof account
      },
    },

    texts: {
      about:
        'A text of a thousand words is saved with GraphQL: what writers do, of whom there are few',
      times: 0,
      play: async ({ as, query, round }) => {
        const { saveArticle } = await query(
          'mutation ($input: SaveArticleInput!) { saveArticle(input: $input) { slug version } }',
          {
            input: {
              ...draft,
              title: 'A thousand words',
              summary: `The save number ${round}`,
              body,
            },
          },
          { headers: await as('writer') },
        )
        draft = saveArticle as typeof draft
      },
    },

    exports: {
      about: 'All that is kept of one is downloaded as a file',
      times: 0.5,
      play: async ({ fetch, as }) => {
        expect(200, await fetch('/account/export', { headers: await as('writer') }))
      },
    },
  },
})

function slugsIn(sitemap: string): string[] {
  return [...sitemap.matchAll(/\/articles\/([\w-]+)</g)].map(([, slug]) => slug!)
}

function expect(status: number, response: { status: number; text: () => string }): void {
  if (response.status === status) return
  throw new Error(`${response.status} instead of ${status}: ${response.text().slice(0, 300)}`)
}
