/**
 * Asks the playground as a client does: what is sent on, it follows.
 *
 * @module
 */
import { useApp, type AppResponse } from '#framework/testing.ts'

export function usePlayground() {
  const app = useApp()
  const post = (path: string, body: object): Promise<AppResponse> =>
    app.fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  return {
    app,
    post,
    /** `POST /preprocess`, to the end. */
    async preprocess(lang: string, source: string, options?: object): Promise<AppResponse> {
      const body = { lang, source, ...(options && { options }) }
      const response = await post('/preprocess', body)
      const { status, headers } = response
      return status === 307 ? post(headers.get('location')!, body) : response
    },
  }
}
