import { clients, localAudience } from '../twin/tenant.ts'
import { testAuth0 } from './twin-contract.ts'
import { startTwin } from './twin-running.ts'

testAuth0('the twin of Auth0', async () => {
  const { issuer, site, stop } = await startTwin()
  return {
    issuer,
    audience: localAudience,
    site: { id: clients.site.id, callbackUrl: `${site}/signed-in` },
    machine: clients.machine,
    management: clients.management,
    stop,
  }
})

const names = {
  domain: 'AUTH0_TEST_DOMAIN',
  audience: 'AUTH0_TEST_AUDIENCE',
  siteId: 'AUTH0_TEST_CLIENT_ID',
  callbackUrl: 'AUTH0_TEST_CALLBACK_URL',
  machineId: 'AUTH0_TEST_MACHINE_CLIENT_ID',
  machineSecret: 'AUTH0_TEST_MACHINE_CLIENT_SECRET',
}
const missing = Object.values(names).filter((name) => !process.env[name])
const how = `skipped: set ${missing.join(', ')} to run it`
if (missing.length > 0) console.info(`Auth0 itself is ${how}.`)

testAuth0(
  missing.length > 0 ? `Auth0 (${how})` : 'Auth0',
  async () => {
    const get = (name: keyof typeof names) => process.env[names[name]]!
    const id = process.env['AUTH0_TEST_MANAGEMENT_CLIENT_ID']
    const secret = process.env['AUTH0_TEST_MANAGEMENT_CLIENT_SECRET']
    return {
      issuer: `https://${get('domain')}/`,
      audience: get('audience'),
      site: { id: get('siteId'), callbackUrl: get('callbackUrl') },
      machine: { id: get('machineId'), secret: get('machineSecret') },
      ...(id && secret && { management: { id, secret } }),
    }
  },
  { skip: missing.length > 0 },
)
