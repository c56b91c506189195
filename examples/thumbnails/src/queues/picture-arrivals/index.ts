import { defineBucket } from '#framework/storage.ts'
import { onArrival } from '#services/convert'

/** Every picture that comes is made smaller, in two sizes. */
export const handler = onArrival('picture-arrivals', defineBucket('pictures'), [
  {
    bucket: 'pictures',
    converter: 'image',
    renditions: [{ width: 160 }, { width: 640 }],
  },
])
