/**
 * People who drop pictures, as a browser does: for tests through the door.
 *
 * @module
 */
import { as } from '#framework/testing/people.ts'
import { useApp } from '#framework/testing.ts'
import type { Picture } from '../src/shared/pictures.ts'

export function usePictures() {
  const app = useApp()
  const ask = async (path: string, init: { method?: string; body?: string } = {}) =>
    app.fetch(path, {
      ...init,
      headers: {
        ...(await as('reader')),
        ...(init.body && { 'content-type': 'application/json' }),
      },
    })

  const tools = {
    app,
    ask,

    /** Sends a picture, and waits for all that it leads to. */
    async drop(bytes: Uint8Array, { name = 'picture.jpg', type = 'image/jpeg' } = {}) {
      const body = JSON.stringify({ name, type, size: bytes.length })
      const ticket = await ask('/files/uploads', { method: 'POST', body })
      if (ticket.status >= 400) return { id: '', status: ticket.status }
      const { id, form } = ticket.json() as { id: string; form: { url: string; fields: object } }
      const data = new FormData()
      for (const [field, value] of Object.entries(form.fields)) data.append(field, String(value))
      data.append('file', new Blob([new Uint8Array(bytes)]), name)
      const { status } = await fetch(form.url, { method: 'POST', body: data })
      await app.settle()
      return { id, status }
    },

    /** The id of whoever drops. */
    async who(): Promise<string> {
      const [, claims] = (await as('reader')).authorization.split('.')
      return (JSON.parse(Buffer.from(claims!, 'base64url').toString()) as { sub: string }).sub
    },

    /** Undefined where it is not among the newest. */
    async picture(id: string): Promise<Picture | undefined> {
      const { pictures } = (await ask('/pictures')).json() as { pictures: Picture[] }
      return pictures.find((it) => it.id === id)
    },

    /** What was made, by name. */
    async made(id: string): Promise<Record<string, Buffer>> {
      const { sizes = [] } = (await tools.picture(id)) ?? {}
      const bodies = sizes.map(async ({ name, url }) => {
        return [name, Buffer.from(await (await fetch(url)).arrayBuffer())] as const
      })
      return Object.fromEntries(await Promise.all(bodies))
    },
  }
  return tools
}
