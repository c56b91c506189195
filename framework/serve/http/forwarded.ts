/**
 * Who asks, and how: what proxies in front say of it, as far as they are ours.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'

export interface Forwarded {
  ip: string
  scheme: 'http' | 'https'
  /** All that have passed it on, and the last one. */
  chain: string[]
}

/**
 * Each proxy adds the address that it was asked from to the end of `x-forwarded-for`. What is before
 * that is the client's claim, and not believed.
 *
 * @param proxies how many of them are ours
 */
export function toForwarded({ headers, socket }: IncomingMessage, proxies: number): Forwarded {
  const peer = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const claimed = String(headers['x-forwarded-for'] ?? '')
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean)
  const chain = [...claimed, peer]
  const ip = chain.at(-1 - proxies) ?? chain[0]!
  const isSecure = proxies > 0 && /^https\b/.test(String(headers['x-forwarded-proto'] ?? ''))
  return { ip, scheme: isSecure ? 'https' : 'http', chain }
}
