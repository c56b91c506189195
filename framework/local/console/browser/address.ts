/**
 * What is looked at: it stands in the page's address, after the #.
 *
 * @module
 */

/** The places of the page, in the order of its menu. */
export const pages = [
  ['traces', 'Requests'],
  ['tables', 'Tables'],
  ['storage', 'Storage'],
  ['schedules', 'Schedules'],
  ['dead', 'Dead letters'],
  ['clock', 'Clock'],
  ['faults', 'Faults'],
  ['services', 'Services'],
] as const

export type PageName = (typeof pages)[number][0]

export interface Address {
  page: PageName
  /** A request, a table, a bucket, a service. */
  choice: string | undefined
  /** A folder of the bucket. */
  rest: string | undefined
}

/** `#/storage/covers/2026%2F` in its parts. */
export function readAddress(): Address {
  const [name, choice, rest] = location.hash.replace(/^#\//, '').split('/')
  const page = pages.find(([it]) => it === name)?.[0] ?? 'traces'
  return { page, choice: choice && decode(choice), rest: rest && decode(rest) }
}

/** The other way round. */
export function toAddress(page: PageName, ...parts: string[]): string {
  return `#/${[page, ...parts.map(encodeURIComponent)].join('/')}`
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
