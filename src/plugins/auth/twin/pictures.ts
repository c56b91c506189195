/**
 * A picture for everybody, drawn here: none ever comes from another host.
 *
 * @module
 */
import type { Person } from './people.ts'

/** A `data:` address of an SVG with somebody's initials. */
export function toPicture({ id, name }: Pick<Person, 'id' | 'name'>): string {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">` +
    `<rect width="64" height="64" fill="hsl(${toHue(id)} 42% 38%)"/>` +
    `<text x="32" y="41" fill="#fff" font-family="sans-serif" font-size="26" text-anchor="middle">` +
    `${toInitials(name)}</text></svg>`
  return `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
}

function toHue(id: string): number {
  // The golden angle keeps neighbours apart.
  return (Number.parseInt(id.slice(-3), 16) * 137) % 360 || 0
}

function toInitials(name: string): string {
  const words = name.split('@')[0]!.match(/\p{L}+/gu) ?? ['?']
  const initials = words.length > 1 ? [words[0]!, words.at(-1)!] : [words[0]!]
  return initials.map((word) => [...word][0]!.toUpperCase()).join('')
}
