import { modules } from 'plugboard:graphql'
import { http } from '#framework/http.ts'
import { createGraphql } from '../../server.ts'
import { readSettings } from '../../settings.ts'

const graphql = createGraphql({ modules, ...readSettings() })

/** `ANY /graphql`: the API of the app and of the plugged-in services. */
export const handler = http(graphql.handle, {
  bodyLimit: 100_000,
  methods: ['GET', 'POST', 'OPTIONS'],
})
