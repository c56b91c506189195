import { findUser } from '#framework/identity.ts'
import { variantRoute } from '#services/convert/variants'
import { filesStore, findFile } from '#services/files'
import { findRenditions } from '../../profiles.ts'

/** `GET /img/:spec/:id`: a picture by a rendition of its owner's profile, for those who may have it. */
export const handler = variantRoute(filesStore, {
  profiles: { icon: { width: 96, height: 96, fit: 'cover' } },
  async find(id, request) {
    const file = await findFile(id, await findUser(request))
    return file && { ...file, profiles: await findRenditions(file.owner) }
  },
})
