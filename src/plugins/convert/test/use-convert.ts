/**
 * Asks for conversions through the door.
 *
 * @module
 */
import { beforeEach } from 'vitest'
import { useApp } from '#framework/testing.ts'

export function useConvert() {
  const app = useApp()
  beforeEach((test) => {
    if (process.env['LOCAL_TOKENS_URL'] === undefined) test.skip('nobody can sign in here')
  })

  /** Headers of somebody who is signed in. */
  async function signedIn(person = 'reader'): Promise<Record<string, string>> {
    const answer = await fetch(process.env['LOCAL_TOKENS_URL']!, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    })
    const { access_token: token } = (await answer.json()) as { access_token: string }
    return { authorization: `Bearer ${token}` }
  }

  return {
    app,
    signedIn,

    /** Posts content to `/convert/<path>` as somebody who is signed in. */
    async convert(path: string, body: string | Uint8Array, type = 'text/plain') {
      return app.fetch(`/convert/${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': type, ...(await signedIn()) },
      })
    },
  }
}

/** The problem that an answer tells. */
export function toProblem(response: { status: number; json: () => unknown }) {
  const { code, detail, errors } = response.json() as Record<string, string>
  return { status: response.status, code, detail, ...(errors && { errors }) }
}
