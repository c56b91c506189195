/**
 * Where a bucket is, and with whose keys it is reached: what Lambda, or the local cloud, has put into
 * the environment.
 *
 * @module
 */
import { isLocal, requireEnv } from '../env.ts'
import { encode } from './signature.ts'

/** Region and keys. Those of a Lambda last for some hours, and so do addresses signed with them. */
export interface Place {
  region: string
  accessKeyId: string
  secretAccessKey: string
  sessionToken?: string | undefined
}

/** @throws MISSING_ENV where there are no keys */
export function readPlace(): Place {
  const { env } = process
  const region = readRegion()
  if (!env['AWS_ACCESS_KEY_ID'] && isLocal()) {
    return { region, accessKeyId: 'local', secretAccessKey: 'local' }
  }
  return {
    region,
    accessKeyId: requireEnv('AWS_ACCESS_KEY_ID'),
    secretAccessKey: requireEnv('AWS_SECRET_ACCESS_KEY'),
    sessionToken: env['AWS_SESSION_TOKEN'],
  }
}

export function readRegion(): string {
  return process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
}

/** The address of a bucket, without a slash at its end: a host of its own in AWS, a path elsewhere. */
export function toAddress(bucket: string, region: string): string {
  const other = process.env['AWS_ENDPOINT_URL_S3'] ?? process.env['AWS_ENDPOINT_URL']
  if (other) return `${other.replace(/\/+$/, '')}/${bucket}`
  return `https://${bucket}.s3.${region}.amazonaws.com${region.startsWith('cn-') ? '.cn' : ''}`
}

/** The address of an object. */
export function toObjectAddress(address: string, key: string): string {
  return `${address}/${key.split('/').map(encode).join('/')}`
}
