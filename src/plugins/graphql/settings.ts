/**
 * What the environment says about the API.
 *
 * @module
 */
import { isLocal } from '#framework/env.ts'

export interface Settings {
  /** Whether clients may read the schema. On locally. */
  introspection: boolean
  /** Whether documents that no trusted list has are refused. */
  trustedOnly: boolean
  /** Other sites whose pages may use the API. */
  origins: readonly string[]
}

export function readSettings(): Settings {
  return {
    introspection: isLocal() || process.env['GRAPHQL_INTROSPECTION'] === 'true',
    trustedOnly: process.env['GRAPHQL_TRUSTED_ONLY'] === 'true',
    origins: process.env['GRAPHQL_CORS_ORIGINS']?.split(',') ?? [],
  }
}
