import { handleEvent } from '#framework/events.ts'
import { startConversions } from '#services/convert'
import { fileStored, filesStore } from '#services/files'
import { wanted } from '../../shared/pictures.ts'

/** A picture is there: its sizes are made. Told again, nothing is made twice. */
export const handler = handleEvent(
  fileStored,
  async ({ id, key, etag, size, owner }) => {
    await startConversions(filesStore, { ...wanted, key, etag, size, subject: id, owner })
  },
  { remember: false },
)
