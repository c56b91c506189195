/**
 * Downloads: an address of the store, for whoever may have a file.
 *
 * @module
 */
import { store } from './buckets.ts'
import type { StoredFile } from './files.ts'
import { downloadSeconds } from './limits.ts'

/**
 * Where the bytes are, in ranges too.
 *
 * @param options.asAttachment - saved by browsers, and not shown. What could run is never shown
 */
export function signDownload(
  { key, name, type }: StoredFile,
  { asAttachment = false }: { asAttachment?: boolean } = {},
): string {
  const isShown = !asAttachment && shown.test(type)
  return store.signGet(key, {
    seconds: downloadSeconds,
    steadySeconds: downloadSeconds,
    contentType: type,
    contentDisposition: toDisposition(isShown ? 'inline' : 'attachment', name),
    // What is at a key never changes.
    cacheControl: `private, max-age=31536000, immutable`,
  })
}

/** Types that browsers show and that hold no scripts. */
const shown =
  /^(image\/(png|jpeg|gif|webp|avif|bmp)|(audio|video)\/[\w.+-]+|text\/plain|application\/pdf)$/

// RFC 6266: a name in plain letters for those who read no other.
function toDisposition(kind: string, name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["%\\]/g, '_')
  const whole = encodeURIComponent(name).replace(
    /['()*]/g,
    (it) => `%${it.charCodeAt(0).toString(16).toUpperCase()}`,
  )
  return `${kind}; filename="${plain}"; filename*=UTF-8''${whole}`
}
