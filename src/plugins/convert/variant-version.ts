/**
 * What an image on the fly depends on.
 *
 * @module
 */
import type { Bucket } from '#framework/storage.ts'
import { toAddress } from './address.ts'
import { readOptions } from './converter.ts'
import { image } from './converters/image/definition.ts'

/** An image in the bucket. */
export interface VariantSource {
  key: string
  /** Where it is known, storage is not asked for it. */
  etag?: string
  /** Its own profiles, beside those of the route: of the customer whose it is, say. */
  profiles?: Readonly<Record<string, object>>
}

/**
 * Changes with the image, the profile and the converter. With it as `?v=` in an address, browsers keep
 * the answer for a year and never ask again; without, they ask each time and are told that it is as it was.
 */
export function variantVersion(
  { name }: Pick<Bucket, 'name'>,
  { key, etag }: Required<Pick<VariantSource, 'key' | 'etag'>>,
  profile: object,
): string {
  return toAddress(image, readOptions(image, profile), Buffer.from(`${name}\n${key}\n${etag}`))
}
