/**
 * What the parts of the local S3 tell one another.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'

/** A bucket as it is declared, with its name on the wire. */
export interface PlannedBucket {
  /** As in `app.arc`. */
  name: string
  /** As clients name it. */
  physicalName: string
  /** Origins whose pages may use it; `*` in one stands for anything. */
  cors: readonly string[]
  expireDays?: number | undefined
  notify?: Notify | undefined
}

/** A bucket of the local cloud. */
export interface LocalBucket extends PlannedBucket {
  /** Milliseconds since 1970. */
  created: number
}

/** Which queue hears of what. */
export interface Notify {
  created?: string
  removed?: string
  prefix?: string
  suffix?: string
}

/** A request, read as far as its head goes. */
export interface S3Request {
  method: string
  /** As sent, without the query. */
  path: string
  /** Decoded, in the order sent. */
  query: readonly (readonly [name: string, value: string])[]
  /** As clients name it; undefined where the request is about none. */
  bucket: string | undefined
  /** Empty where the request is about the bucket. */
  key: string
  /**
   * A header, lower-case; several of one name are joined. A presigned address carries `x-amz-`
   * headers in its query.
   */
  header: (name: string) => string | undefined
  /** The names of all headers, in the same sense. */
  headerNames: () => string[]
  /** A parameter of the query. */
  param: (name: string) => string | undefined
  incoming: IncomingMessage
  /** Lets a client that waits for it send its body. */
  proceed: () => void
}

/** What goes back. */
export interface S3Answer {
  status: number
  headers?: Record<string, string | number | undefined>
  body?: string | Readable | undefined
}

/** A checksum as S3 keeps it beside an object. */
export interface Checksum {
  algorithm: string
  /** Base64; of a composite one `-N` follows. */
  value: string
  type: ChecksumType
}

export type ChecksumType = 'FULL_OBJECT' | 'COMPOSITE'

/** What is said of an object when it is written. */
export interface Attributes {
  /** `content-type` and its like. */
  headers: Record<string, string>
  /** `x-amz-meta-` without that. */
  metadata: Record<string, string>
}

/** An object, without its bytes. */
export interface StoredObject extends Attributes {
  bucket: string
  key: string
  /** The file with its bytes. */
  blob: string
  size: number
  /** Without quotes. */
  etag: string
  /** Milliseconds since 1970. */
  modified: number
  checksum?: Checksum | undefined
}
