/**
 * A month of a library: 741 customers with 27 photos each are 20,000. As many are played when it is
 * measured, so that what stays in the tables is that of one customer.
 *
 * @module
 */
import { defineProfile } from '../../../framework/cost/profile.ts'
import { drawPhoto, toCopy } from '../test/photos.ts'
import { send } from '../test/send.ts'

const photo = drawPhoto(1)

export default defineProfile({
  users: 741,
  plays: 8,
  features: {
    photos: {
      about: 'A photo of 12 megapixels is sent, and five renditions are made of it',
      times: 27,
      play: async ({ fetch, as, round }) =>
        void (await send(toCopy(await photo, round), { fetch, headers: await as('reader') })),
    },
  },
})
