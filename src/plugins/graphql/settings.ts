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
  /** How often a query is asked before it is planned. */
  hotAfter: number
}

export function readSettings(): Settings {
  return {
    introspection: isLocal() || process.env['GRAPHQL_INTROSPECTION'] === 'true',
    trustedOnly: process.env['GRAPHQL_TRUSTED_ONLY'] === 'true',
    origins: process.env['GRAPHQL_CORS_ORIGINS']?.split(',') ?? [],
    hotAfter: readHotAfter(),
  }
}

/** 20 by default: a plan costs as much as some ten executions. */
export function readHotAfter(): number {
  return Number(process.env['GRAPHQL_HOT_AFTER'] ?? 20)
}
