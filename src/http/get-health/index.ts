import { services, version } from 'plugboard:services'
import { http, json } from '#framework/http.ts'
import { checkTables } from '#shared/health.ts'

const headers = { 'cache-control': 'no-store' }

/** `GET /health`: this version runs; with `?deep`, and each of its tables answers. */
export const handler = http(async (request) => {
  const health = { status: 'ok', version, services: services.map(({ name }) => name) }
  if (!request.query.has('deep')) return json(health, { headers })

  const tables = await checkTables()
  const isWell = Object.values(tables).every((state) => state === 'ok')

  return json(
    { ...health, status: isWell ? 'ok' : 'failed', tables },
    { status: isWell ? 200 : 503, headers },
  )
})
