/**
 * Customers of the library, as a browser has them do: for tests through the door.
 *
 * @module
 */
import { as } from '#framework/testing/people.ts'
import { useApp } from '#framework/testing.ts'
import { findConversions } from '#services/convert'
import { send } from './send.ts'

export function useLibrary() {
  const app = useApp()

  const tools = {
    app,

    async ask(
      path: string,
      { person = 'reader', ...init }: { person?: string; method?: string; body?: string } = {},
    ) {
      const type = init.body?.startsWith('{')
        ? 'application/json'
        : 'application/x-www-form-urlencoded'
      const headers = { ...(await as(person)), ...(init.body && { 'content-type': type }) }
      return app.fetch(path, { ...init, headers })
    },

    /** Sends a picture, and waits for all that it leads to. */
    async upload(
      bytes: Uint8Array,
      { name = 'photo.jpg', type = 'image/jpeg', person = 'reader' } = {},
    ) {
      const headers = await as(person)
      const id = await send(bytes, { fetch: app.fetch, headers, name, type })
      await app.settle()
      return id
    },

    async profile(person = 'reader') {
      const { renditions, open } = (await tools.ask('/renditions', { person })).json() as {
        renditions: Record<string, Record<string, string>>
        open: number
      }
      const { preview: _preview, ...own } = renditions
      return { own, open }
    },

    /** Saves a profile, and waits until it is true of all pictures. */
    async saveProfile(renditions: object, person = 'reader') {
      const body = JSON.stringify(renditions)
      const { status } = await tools.ask('/renditions', { method: 'PUT', body, person })
      await app.settle()
      return status
    },

    /** How often each rendition of a picture has been made. */
    async rounds(id: string): Promise<Record<string, number>> {
      const found = await findConversions(id)
      return Object.fromEntries(found.map(({ name, round }) => [name, round]))
    },
  }
  return tools
}
