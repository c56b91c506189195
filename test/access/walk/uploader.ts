/**
 * Somebody who uploads, as a browser does.
 *
 * @module
 */
import { expectOk, until, type Headers, type Visitor } from '../visitor.ts'

export interface Ticket {
  id: string
  form?: { url: string; fields: Record<string, string> }
}

interface State {
  state?: string
}

export const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(92)])
/** One part more than a form takes. */
export const large = Buffer.alloc(8 * 1024 * 1024 + 1000, 'large ')

export type Uploader = ReturnType<typeof createUploader>

export function createUploader({ post, ask, knock, graphql }: Visitor, who: Headers) {
  const uploader = {
    who,

    request: (more: object = {}): Promise<Ticket> =>
      post(
        '/files/uploads',
        { name: 'cover.png', type: 'image/png', size: png.length, ...more },
        who,
      ),

    requestLarge: () =>
      uploader.request({ name: 'large.txt', type: 'text/plain', size: large.length }),

    async requestByGraphql(size: number, type: string): Promise<Ticket> {
      const { requestUpload } = await graphql<{ requestUpload: GraphqlTicket }>(
        `mutation { requestUpload(input: { name: "a file", type: "${type}", size: ${size} }) { id form { url fields { name value } } } }`,
        who,
      )
      const { id, form } = requestUpload
      if (!form) return { id }
      const fields = Object.fromEntries(form.fields.map(({ name, value }) => [name, value]))
      return { id, form: { url: form.url, fields } }
    },

    /** Sends the form. */
    async send({ form }: Ticket, file: Uint8Array = png): Promise<void> {
      const body = new FormData()
      for (const [name, value] of Object.entries(form!.fields)) body.append(name, value)
      body.append('file', new Blob([new Uint8Array(file)]), 'cover.png')
      await expectOk(fetch(form!.url, { method: 'POST', body }), 'the form of an upload')
    },

    /** Sends a picture, or something that is said to be one. */
    async upload(more: object = {}, file: Uint8Array = png): Promise<string> {
      const ticket = await uploader.request(more)
      await uploader.send(ticket, file)
      return ticket.id
    },

    /** Sends all parts of what is large. */
    async sendParts(parts: { number: number; url: string; bytes: number }[]): Promise<void> {
      let from = 0
      for (const { number, url, bytes } of parts) {
        const body = new Uint8Array(large.subarray(from, (from += bytes)))
        await expectOk(fetch(url, { method: 'PUT', body }), `part ${number}`)
      }
    },

    /** @throws Error where an upload does not get there within 20 seconds */
    async waitFor(state: string, id: string): Promise<void> {
      await until(`upload ${id} to be ${state}`, async () => {
        const answer = await ask(`/files/uploads/${id}`, who)
        return ((await answer.json()) as State).state === state
      })
    },

    /** Until nobody finds it any more. */
    waitForNone: (path: string) =>
      until(`${path} to be gone`, async () => (await knock(path, who)) === 404),
  }
  return uploader
}

interface GraphqlTicket {
  id: string
  form: { url: string; fields: { name: string; value: string }[] } | null
}
