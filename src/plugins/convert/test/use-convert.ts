/**
 * Asks for conversions through the door.
 *
 * @module
 */
import { useApp } from '#framework/testing.ts'

export function useConvert() {
  const app = useApp()

  return {
    app,
    /** Posts a text to `/convert/<path>`. */
    async convert(path: string, body: string | Uint8Array, type = 'text/plain', headers = {}) {
      const response = await app.fetch(`/convert/${path}`, {
        method: 'POST',
        body: body as never,
        headers: { 'content-type': type, ...(await signedIn(app)), ...headers },
      })
      return response
    },
  }
}

/** The bearer of somebody, where a service knows people. */
async function signedIn(app: ReturnType<typeof useApp>): Promise<Record<string, string>> {
  void app
  return {}
}
