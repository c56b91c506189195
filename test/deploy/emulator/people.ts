/**
 * The people of the Auth0 twin, and where the twins are.
 *
 * @module
 */
import { listServices, readManifest } from '../../../framework/manifest.ts'
import { getPorts } from '../../../framework/plugin/ports.ts'

/** Those of the project in `folder`, whose site is at the port `site`. */
export function createPeople(folder: string, site: number) {
  const { twins } = getPorts({ PLUGBOARD_PORT: String(site) })

  async function findTwin(service: string): Promise<string | undefined> {
    const services = listServices(await readManifest(folder))
    const place = services.findIndex(({ name }) => name === service)
    return place < 0 ? undefined : `http://localhost:${twins + place}`
  }

  async function lend(auth: string, person: string): Promise<string> {
    const response = await fetch(`${auth}/twin/tokens`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    })
    return ((await response.json()) as { access_token: string }).access_token
  }

  return {
    /** The address of a service's twin; undefined where it is unplugged. */
    findTwin,

    /** Access tokens, as the acceptance suite borrows them; none where nobody can sign in. */
    async lendTokens(): Promise<{ READER_TOKEN?: string; WRITER_TOKEN?: string }> {
      const auth = await findTwin('auth')
      if (!auth) return {}
      return { READER_TOKEN: await lend(auth, 'reader'), WRITER_TOKEN: await lend(auth, 'writer') }
    },
  }
}
