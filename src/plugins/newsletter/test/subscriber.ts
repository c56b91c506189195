/**
 * A person with an inbox, for tests through the door.
 *
 * @module
 */
import assert from 'node:assert/strict'
import type { App, AppResponse, SentMail } from '#framework/testing.ts'

let count = 0

/** A person with an address of their own. */
export function createReader(app: App, address = `reader-${process.pid}-${++count}@example.org`) {
  const post = (path: string, fields: Record<string, string>): Promise<AppResponse> =>
    app.fetch(path, { method: 'POST', body: new URLSearchParams(fields) })

  async function inbox(): Promise<SentMail[]> {
    return (await app.outbox()).filter(({ to }) => to.includes(address))
  }

  /** The token of the newest mail's link to `path`. */
  async function tokenFor(path: string): Promise<string> {
    const texts = (await inbox()).toReversed().map(({ text }) => text)
    const link = texts
      .join('\n')
      .match(/https?:\/\/\S+/g)
      ?.find((it) => it.includes(path))
    assert.ok(link, `${address} has a mail with a link to ${path}`)
    return new URL(link).searchParams.get('token')!
  }

  async function confirm(token?: string) {
    return post('/newsletter/confirm', { token: token ?? (await tokenFor('/newsletter/confirm')) })
  }

  return {
    address,
    inbox,
    tokenFor,
    confirm,
    ask: (email = address) => post('/newsletter', { email }),
    leave: async (token?: string) =>
      post('/newsletter/unsubscribe', {
        token: token ?? (await tokenFor('/newsletter/unsubscribe')),
      }),
  }
}
