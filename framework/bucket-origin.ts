/**
 * Where the signed addresses of a bucket lead, for a content security policy: without what signs them, so
 * that every page can afford it.
 *
 * @module
 */
import { requireResource } from './resource.ts'
import { readRegion, toAddress } from './storage/place.ts'

/** `https://app-files.s3.eu-central-1.amazonaws.com` */
export function bucketOrigin(name: string): string {
  return new URL(toAddress(requireResource('BUCKET', name), readRegion())).origin
}
