/**
 * Keys to AWS that a container or a machine is given for some hours: fetched again before they expire.
 *
 * They are kept in the environment, where every function finds them; a function in Lambda never lives
 * as long as its keys.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
 * @see https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
 * @module
 */
import { readFileSync } from 'node:fs'
import { log } from '../../log.ts'

type Env = Record<string, string | undefined>

interface Keys {
  AccessKeyId: string
  SecretAccessKey: string
  Token: string
  Expiration: string
}

/** Milliseconds: how long before their end keys are replaced, and how often that is tried. */
const times = { ahead: 5 * 60_000, least: 1000, retry: 30_000 }

/**
 * Does nothing where keys, or a profile, are given for good.
 *
 * @returns what stops it
 * @throws Error when a container's keys cannot be had
 */
export async function keepCredentials(env: Env = process.env): Promise<() => void> {
  if (env['AWS_ACCESS_KEY_ID'] || env['AWS_PROFILE']) return () => {}
  const fetchKeys = isContainer(env) ? fromContainer : fromMachine
  let timer: NodeJS.Timeout | undefined

  function schedule(expiration: string): void {
    const left = new Date(expiration).getTime() - Date.now() - times.ahead
    timer = setTimeout(() => void renew(), Math.max(left, times.least)).unref()
  }

  async function renew(): Promise<void> {
    try {
      schedule(use(await fetchKeys(env), env))
    } catch (error) {
      log.error('keys to AWS could not be renewed', { error })
      timer = setTimeout(() => void renew(), times.retry).unref()
    }
  }

  try {
    schedule(use(await fetchKeys(env), env))
  } catch (error) {
    if (isContainer(env)) throw error
    // No machine of AWS: what else there is to find, the client of AWS finds, or says so.
  }
  return () => clearTimeout(timer)
}

function use({ AccessKeyId, SecretAccessKey, Token, Expiration }: Keys, env: Env): string {
  env['AWS_ACCESS_KEY_ID'] = AccessKeyId
  env['AWS_SECRET_ACCESS_KEY'] = SecretAccessKey
  env['AWS_SESSION_TOKEN'] = Token
  return Expiration
}

function isContainer(env: Env): boolean {
  return Boolean(
    env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] ?? env['AWS_CONTAINER_CREDENTIALS_FULL_URI'],
  )
}

async function fromContainer(env: Env): Promise<Keys> {
  const address =
    env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ??
    `http://169.254.170.2${env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI']}`
  const file = env['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE']
  // The file is another one after a while.
  const token = file ? readFileSync(file, 'utf8').trim() : env['AWS_CONTAINER_AUTHORIZATION_TOKEN']
  return toKeys(await ask(address, token ? { authorization: token } : {}))
}

async function fromMachine(env: Env): Promise<Keys> {
  const disabled = env['AWS_EC2_METADATA_DISABLED'] === 'true'
  if (disabled) throw new Error('AWS_EC2_METADATA_DISABLED is true.')
  const base = env['AWS_EC2_METADATA_SERVICE_ENDPOINT'] ?? 'http://169.254.169.254'
  const root = `${base.replace(/\/$/, '')}/latest`
  const ttl = { 'x-aws-ec2-metadata-token-ttl-seconds': '21600' }
  const token = await ask(`${root}/api/token`, ttl, 'PUT')
  const headers = { 'x-aws-ec2-metadata-token': token }
  const path = `${root}/meta-data/iam/security-credentials/`
  const role = await ask(path, headers)
  return toKeys(await ask(`${path}${role.trim()}`, headers))
}

async function ask(
  address: string,
  headers: Record<string, string>,
  method: 'GET' | 'PUT' = 'GET',
): Promise<string> {
  const response = await fetch(address, { method, headers, signal: AbortSignal.timeout(2000) })
  const text = await response.text()
  if (response.ok) return text
  throw new Error(`Keys to AWS: ${new URL(address).host} answered ${response.status}.`)
}

function toKeys(text: string): Keys {
  const keys = JSON.parse(text) as Partial<Keys>
  if (keys.AccessKeyId && keys.SecretAccessKey && keys.Token && keys.Expiration) return keys as Keys
  throw new Error('Keys to AWS: the answer holds none.')
}
