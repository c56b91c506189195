/**
 * A person with an account of their own at a test's provider, for tests through the door.
 *
 * @module
 */
import type { App, AppResponse, GraphqlResult } from '#framework/testing.ts'
import { accounts, type StoredAccount } from '../accounts.ts'
import type { Claims, TestProvider } from './provider.ts'

let count = 0

/** Somebody whom nobody has seen before. */
export function createPerson(app: App, provider: TestProvider, claims: Claims = {}) {
  const id = `auth0|person-${process.pid}-${++count}`
  const token = (changes: Claims = {}) => provider.sign({ ...claims, sub: id, ...changes })
  const bearer = (text: string) => ({ authorization: `Bearer ${text}` })

  return {
    id,
    token,
    /** What the table holds of them, the mark of a deleted account included. */
    account: (): Promise<StoredAccount | undefined> => accounts.get({ id }, { consistent: true }),
    get: (path: string, text = token()): Promise<AppResponse> =>
      app.fetch(path, { headers: bearer(text) }),
    post: (path: string, fields: Record<string, string>, changes?: Claims): Promise<AppResponse> =>
      app.fetch(path, {
        method: 'POST',
        body: new URLSearchParams(fields),
        headers: { ...bearer(token(changes)), accept: 'text/html' },
      }),
    query: (document: string, text = token()): Promise<GraphqlResult> =>
      app.query(document, {}, { headers: bearer(text) }),
  }
}
