/**
 * What may be chosen: said at once, before anything is sent.
 *
 * @module
 */

/** The code of what is wrong with a file. */
export function findRefusal(
  file: File,
  { accept, maxBytes }: { accept: string; maxBytes?: number | undefined },
): string | undefined {
  if (file.size === 0) return 'EMPTY'
  if (maxBytes !== undefined && file.size > maxBytes) return 'TOO_LARGE'
  return isAccepted(file, accept) ? undefined : 'WRONG_TYPE'
}

/** `1.5 MB` */
export function toSize(bytes: number): string {
  if (bytes < 1000) return `${bytes} bytes`
  const [size, unit] = bytes < 1_000_000 ? [bytes / 1000, 'kB'] : [bytes / 1_000_000, 'MB']
  return `${size < 10 ? Math.round(size * 10) / 10 : Math.round(size)} ${unit}`
}

// A dropped file has not passed the browser's own choice.
function isAccepted({ name, type }: File, accept: string): boolean {
  const wanted = accept.split(',').map((it) => it.trim().toLowerCase())
  return wanted.some(
    (it) =>
      it === '' ||
      it === type ||
      (it.startsWith('.') && name.toLowerCase().endsWith(it)) ||
      (it.endsWith('/*') && type.startsWith(it.slice(0, -1))),
  )
}
