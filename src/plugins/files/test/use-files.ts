/**
 * The app with people who upload, as browsers do: for tests through the door.
 *
 * @module
 */
import { useApp, type AppResponse } from '#framework/testing.ts'

/** Who can ask something here. */
export interface Person {
  id: string
  headers: { authorization: string }
}

export interface Ticket {
  id: string
  form?: { url: string; fields: Record<string, string> }
  parts?: { count: number; bytes: number }
}

/** Whether anybody can sign in: without a service for that, there are only strangers. */
export const hasPeople = () => process.env['LOCAL_TOKENS_URL'] !== undefined

export const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(92)])

export function useFiles() {
  const app = useApp()

  const tools = {
    app,

    async person(name: string): Promise<Person> {
      const id = `auth0|${name}`
      const response = await fetch(process.env['LOCAL_TOKENS_URL']!, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: 'reader', claims: { sub: id } }),
      })
      const { access_token: token } = (await response.json()) as { access_token: string }
      return { id, headers: { authorization: `Bearer ${token}` } }
    },

    post: (path: string, { headers }: Person, body: object): Promise<AppResponse> =>
      app.fetch(path, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),

    /** Asks for an upload; of a small picture unless told otherwise. */
    ask: (person: Person, more: object = {}): Promise<AppResponse> =>
      tools.post('/files/uploads', person, {
        name: 'cover.png',
        type: 'image/png',
        size: png.length,
        ...more,
      }),

    /** Sends the form that was handed out; answers S3's status and code. */
    async send({ form }: Ticket, file: Uint8Array = png, change: Record<string, string> = {}) {
      const body = new FormData()
      for (const [name, value] of Object.entries({ ...form!.fields, ...change }))
        body.append(name, value)
      body.append('file', new Blob([new Uint8Array(file)]), 'cover.png')
      const response = await fetch(form!.url, { method: 'POST', body })
      const code = /<Code>(\w+)</.exec(await response.text())?.[1]
      return code ? `${response.status} ${code}` : String(response.status)
    },

    /** A file that is there. */
    async upload(person: Person, more: object = {}, file: Uint8Array = png): Promise<string> {
      const ticket = (await tools.ask(person, { size: file.length, ...more })).json() as Ticket
      await tools.send(ticket, file)
      await app.settle()
      return ticket.id
    },

    async state(id: string, { headers }: Person) {
      const answer = await app.fetch(`/files/uploads/${id}`, { headers })
      return answer.json() as { state?: string; code?: string; problem?: { detail: string } }
    },

    /** Follows the way to the bytes. */
    async download(id: string, headers: Record<string, string> = {}, path = '') {
      const answer = await app.fetch(`/files/${id}${path}`, { headers })
      return { status: answer.status, place: answer.headers.get('location') ?? '' }
    },

    /** What lies in both buckets. */
    async stored() {
      const names = ['files-incoming', 'files-store']
      const pages = await Promise.all(names.map((name) => app.storage.list(name)))
      return { incoming: pages[0]!.objects.length, store: pages[1]!.objects.length }
    },

    /** Tells the queue of a key, as S3 does. */
    tell: (...keys: string[]) =>
      app.invoke({
        pragma: 'queues',
        name: 'files-arrivals',
        payload: {
          Records: keys.map((key) => ({
            messageId: crypto.randomUUID(),
            eventSourceARN: 'arn:aws:sqs:us-west-2:000000000000:files-arrivals',
            attributes: {},
            body: JSON.stringify({
              Records: [
                { s3: { object: { key: encodeURIComponent(key).replaceAll('%2F', '/') } } },
              ],
            }),
          })),
        },
      }) as Promise<{ batchItemFailures: unknown[] }>,
  }
  return tools
}
