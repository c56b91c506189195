/**
 * Uploads in parts that have begun: kept in the browser, so that the same file goes on where it broke
 * off, after a reload too.
 *
 * @module
 */

export interface Begun {
  id: string
  parts: { count: number; bytes: number }
}

/** What was begun with this file, if anything was. */
export function findBegun(file: File): Begun | undefined {
  try {
    const text = localStorage.getItem(toKey(file))
    return text ? (JSON.parse(text) as Begun) : undefined
  } catch {
    return undefined
  }
}

/** Storage may be full, or closed: then the file begins anew. */
export function keepBegun(file: File, begun: Begun): void {
  try {
    localStorage.setItem(toKey(file), JSON.stringify(begun))
  } catch {
    // It was worth a try.
  }
}

export function forgetBegun(file: File): void {
  try {
    localStorage.removeItem(toKey(file))
  } catch {
    // Nothing was kept then.
  }
}

function toKey({ name, size, lastModified }: File): string {
  return `upload/${name}/${size}/${lastModified}`
}
