/**
 * What a profile wants of a picture: made, where it is not made yet, and nothing else.
 *
 * @module
 */
import { isDeepStrictEqual } from 'node:util'
import { forgetConversions, startConversions } from '#services/convert'
import { filesStore, type StoredFile } from '#services/files'
import { findRenditions } from './profiles.ts'

/** Of other files nothing is made. */
export async function render(
  file: Pick<StoredFile, 'id' | 'key' | 'owner' | 'type'>,
): Promise<void> {
  if (!file.type.startsWith('image/')) return
  const { id: subject, key, owner } = file
  let renditions = await findRenditions(owner)
  for (;;) {
    const what = { converter: 'image', renditions, keep: true }
    await startConversions(filesStore, { key, subject, owner, ...what })
    await forgetConversions(subject, { but: Object.keys(renditions) })
    const now = await findRenditions(owner)
    if (isDeepStrictEqual(now, renditions)) return
    // Somebody has changed the profile meanwhile: what was read first must not win.
    renditions = now
  }
}
