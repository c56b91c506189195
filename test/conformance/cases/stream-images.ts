/**
 * What a record of a stream holds, by the kind of stream.
 *
 * @module
 */
import { on, type Case, type Group } from '../case.ts'
import { create, describe, same, told } from '../stream.ts'

const { put } = on('~')

/** Changes, and the parts of the records that tell of them. */
const images = (view: string, wanted: (string | undefined)[]): Case => ({
  name: `holds ${wanted.filter(Boolean).join(' and ') || 'no image'} with ${view}`,
  from: 'tier2/streams/basic: stream view types',
  steps: [
    create(view),
    describe,
    put({ a: 1 }),
    put({ a: 2 }),
    told('the images asked for', ([, changed]) => {
      const { Keys, NewImage, OldImage } = changed!.dynamodb
      return (
        same(Keys, { pk: (Keys as { pk: object }).pk }) &&
        same(
          [NewImage && 'NewImage', OldImage && 'OldImage'],
          wanted.map((it) => it ?? null),
        )
      )
    }),
  ],
})

export const streamImages: Group = {
  operation: 'Streams',
  cases: [
    images('NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']),
    images('NEW_IMAGE', ['NewImage', undefined]),
    images('OLD_IMAGE', [undefined, 'OldImage']),
    images('KEYS_ONLY', [undefined, undefined]),
  ],
}
