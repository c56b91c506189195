/**
 * What comes to a library in a month: each of its "users" is one photo.
 *
 * @module
 */
import { defineProfile } from '../../../framework/cost/profile.ts'
import { drawPhoto, toCopy } from '../test/photos.ts'
import { send } from '../test/send.ts'

const photo = drawPhoto(1)
export default defineProfile({
  users: 20_000,
  plays: 8,
  features: {
    photos: {
      about: 'A photo of 12 megapixels is sent, and five renditions are made of it',
      times: 1,
      play: async ({ fetch, as, round }) =>
        void (await send(toCopy(await photo, round), { fetch, headers: await as('reader') })),
    },
  },
})
