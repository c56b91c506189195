/**
 * The twins of the plugged-in services, as a process of their own: what stands in for Auth0, Stripe
 * and SES at a deployed stage. Started in the project's folder; it ends with its standard input.
 *
 * @module
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startTwins } from '../../../framework/local/twins.ts'
import { listServices, readManifest } from '../../../framework/manifest.ts'
import { getPorts } from '../../../framework/plugin/ports.ts'
import type { ServiceDefinition, Twin } from '../../../framework/service.ts'

const ports = getPorts()
const stateDir = mkdtempSync(join(tmpdir(), 'plugboard-twins-'))
const services = listServices(await readManifest())
const twins = startTwins({ firstPort: ports.twins, stateDir, log: console.log })
await twins.follow(services.map(overTls), {})
console.log('The twins run.')

process.stdin.resume().once('end', async () => {
  await twins.stop()
  rmSync(stateDir, { recursive: true, force: true })
  process.exit(0)
})

interface Tenant {
  origin: string
}

// A deployed stage takes tokens of an https issuer alone, so that is what the twin calls itself here.
// The functions reach it all the same: MiniStack sends what goes to https://localhost over http.
function overTls(service: ServiceDefinition): ServiceDefinition {
  if (service.name !== 'auth') return service
  const start: Twin['start'] = async ({ port, ...context }) => {
    const own = (name: string) => import(join(service.dir, 'twin', name))
    const { toTenant } = (await own('tenant.ts')) as { toTenant: (at: object) => Tenant }
    const { startTwin } = (await own('start.ts')) as { startTwin: (options: object) => never }
    const tenant = toTenant({ port, site: ports.site })
    const origin = tenant.origin.replace('http:', 'https:')
    const names = { issuer: `${origin}/`, managementAudience: `${origin}/api/v2/` }
    return startTwin({ ...context, tenant: { ...tenant, ...names } })
  }
  return { ...service, twin: { ...service.twin, start } }
}
