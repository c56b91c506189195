import { defineBucket } from '#framework/storage.ts'
import { onArrival } from '#services/convert'

/** Every picture that comes is made smaller, in two sizes. */
export const handler = onArrival('picture-arrivals', defineBucket('pictures'), [
  {
    converter: 'image',
    renditions: { small: { width: 160 }, large: { width: 640 } },
  },
])
