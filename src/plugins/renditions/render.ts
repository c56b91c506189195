/**
 * What a profile wants of a picture: made, where it is not made yet, and nothing else.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import { setConversions } from '#services/convert'
import { filesStore, type StoredFile } from '#services/files'
import { findRenditions } from './profiles.ts'

/** Of other files nothing is made. */
export async function render(
  file: Pick<StoredFile, 'id' | 'key' | 'owner' | 'type' | 'size'> & { etag?: string | undefined },
): Promise<void> {
  if (!file.type.startsWith('image/')) return
  const { id: subject, key, etag, size, owner } = file
  let renditions = await findRenditions(owner)
  for (;;) {
    const what = { converter: 'image', renditions, keep: true }
    await setConversions(filesStore, { key, etag, size, subject, owner, ...what })
    const now = await findRenditions(owner)
    if (isDeepStrictEqual(now, renditions)) return
    // Somebody has changed the profile meanwhile: what was read first must not win.
    renditions = now
  }
}
