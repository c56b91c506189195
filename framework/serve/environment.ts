/**
 * Whether everything is there that the functions read, before the first of them is loaded.
 *
 * @module
 */
import { checkEnv } from '../env.ts'
import { readEnv, type ServeManifest } from './manifest.ts'

type Env = Readonly<Record<string, string | undefined>>

/** One sentence for each problem; empty when all is well. */
export function checkEnvironment(manifest: ServeManifest, env: Env): string[] {
  const stage = env['ARC_ENV']
  if (!stage || !['testing', 'staging', 'production'].includes(stage)) {
    return [`ARC_ENV is "${stage ?? ''}": set it to staging or production, or give --stack.`]
  }
  const missing = Object.values(manifest.names).filter((name) => !env[name])
  return [
    ...checkEnv(readEnv(manifest.env), env, stage),
    // In Lambda it is learnt from API Gateway; here only the visitors would say it.
    ...(env['APP_URL'] ? [] : ['APP_URL is not set: give the public address of the site.']),
    ...missing.map((name) => `${name} is not set: it names a part of the stack. Or give --stack.`),
  ]
}
