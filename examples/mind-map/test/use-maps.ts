/**
 * People with maps, as the editor does it: for tests through the door.
 *
 * @module
 */
import { gzipSync } from 'node:zlib'
import { useApp } from '#framework/testing.ts'

export interface Form {
  url: string
  fields: Record<string, string>
}

/** What `POST /exports` answers. */
export interface Ticket {
  id: string
  upload: Form
  result: string
  error: string
}

/** What `GET /maps/:name` answers. */
export interface OpenMap {
  load?: string
  save: Form
}

/** How an export ended. */
export interface End {
  result?: Buffer
  error?: { id: string; code: string; detail: string }
}

export function useMaps() {
  const app = useApp()
  const tools = {
    app,

    async ask<T>(path: string, { as = 'ada', method = 'GET', body }: Question = {}) {
      const response = await app.fetch(path, {
        method,
        headers: {
          authorization: `Bearer ${await tokenOf(as)}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      })
      const isJson = /json/.test(response.headers.get('content-type') ?? '')
      return { status: response.status, ...(isJson ? (response.json() as T) : ({} as T)) }
    },

    startExport: (format = 'html', as = 'ada') =>
      tools.ask<Ticket>('/exports', { as, method: 'POST', body: { format } }),

    /** What lies at the two handles now. */
    async look({ result, error }: Ticket): Promise<End> {
      const [done, failed] = await Promise.all([fetch(result), fetch(error)])
      return {
        ...(done.ok && { result: Buffer.from(await done.arrayBuffer()) }),
        ...(failed.ok && { error: (await failed.json()) as NonNullable<End['error']> }),
      }
    },
  }
  return tools
}

interface Question {
  as?: string
  method?: string
  body?: object
}

/** What a browser does with a form; answers S3's status and code. */
export async function send(
  { url, fields }: Form,
  content: string | Uint8Array,
  change: Record<string, string> = {},
): Promise<string> {
  const body = new FormData()
  for (const [name, value] of Object.entries({ ...fields, ...change })) body.append(name, value)
  body.append('file', new Blob([content as never]))
  const response = await fetch(url, { method: 'POST', body })
  const code = /<Code>(\w+)</.exec(await response.text())?.[1]
  return code ? `${response.status} ${code}` : String(response.status)
}

/** Packed, as maps are saved. */
export const pack = (map: string) => new Uint8Array(gzipSync(map))

async function tokenOf(name: string): Promise<string> {
  const response = await fetch(process.env['LOCAL_TOKENS_URL']!, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ person: 'reader', claims: { sub: `auth0|${name}` } }),
  })
  return ((await response.json()) as { access_token: string }).access_token
}
