/**
 * The types of a bucket: what is signed, what is read, what is written.
 *
 * @module
 */
import type { Readable } from 'node:stream'

/** A form that a browser may send, once or more, until it ends. The file comes as its last field, `file`. */
export interface SignedForm {
  url: string
  fields: Record<string, string>
}

export interface FormOptions {
  /** The least and the most that the file may have, in bytes. */
  bytes: readonly [least: number, most: number]
  /** What the file must say that it is: `image/png`. Left out: anything, or nothing. */
  contentType?: string
  /** How it must be packed: `gzip`. Whoever reads it is given it unpacked by their browser. */
  contentEncoding?: string
  /** Default 900. */
  seconds?: number
}

/** What the answer to a signed address says of the object, whatever was said when it was written. */
export interface GetOptions {
  /** Default 300. At most a week, and in AWS no longer than the keys of the function: some hours. */
  seconds?: number
  /** The address stays the same for so long, for the sake of caches, and lasts as much longer. */
  steadySeconds?: number
  contentType?: string
  contentDisposition?: string
  cacheControl?: string
}

export interface PutOptions {
  contentType?: string
  metadata?: Readonly<Record<string, string>>
}

/** An object, without its bytes. */
export interface ObjectHead {
  key: string
  size: number
  /** Without quotes. */
  etag: string
  contentType: string
  /** ISO 8601. */
  modifiedAt: string
  metadata: Record<string, string>
}

export interface ReadOptions {
  /** The first and the last byte. */
  range?: readonly [first: number, last: number]
  /** Only while it is this one. @throws Error `PreconditionFailed` */
  etag?: string
}

/** A part of an upload in parts. */
export interface Part {
  /** From 1. */
  number: number
  size: number
  /** Without quotes. */
  etag: string
}

/** A page of a list. There is more if it has a cursor. */
export interface ObjectPage {
  objects: Pick<ObjectHead, 'key' | 'size' | 'etag' | 'modifiedAt'>[]
  cursor?: string
}

/** An upload in parts. Each part but the last has 5 MiB at least; there are 10,000 at most. */
export interface Uploads {
  /** Answers the id of the upload. */
  begin(key: string, options?: PutOptions): Promise<string>
  /** An address that takes one part, of exactly so many bytes. */
  signPart(
    key: string,
    options: { upload: string; number: number; bytes: number; seconds?: number },
  ): string
  /** The parts that are there; undefined where there is no such upload, or none any more. */
  parts(key: string, upload: string): Promise<Part[] | undefined>
  /** Makes the object of its parts. Done again after a lost answer, it answers as before. */
  complete(key: string, upload: string, parts: readonly Part[]): Promise<void>
  /** Throws the parts away; nothing happens where there are none. */
  abort(key: string, upload: string): Promise<void>
}

/** A bucket of `app.arc`, or of a service. */
export interface Bucket {
  /** As in `app.arc`. */
  readonly name: string
  signPost(key: string, options: FormOptions): SignedForm
  signGet(key: string, options?: GetOptions): string
  /** Takes exactly one file, of so many bytes and of this type. */
  signPut(key: string, options: { bytes: number; contentType: string; seconds?: number }): string
  /** Undefined where there is none. */
  head(key: string): Promise<ObjectHead | undefined>
  /** The object with its bytes; undefined where there is none. */
  get(key: string, options?: ReadOptions): Promise<(ObjectHead & { bytes: Buffer }) | undefined>
  /** The object, its bytes as they come. Whoever does not read them to the end destroys the stream. */
  stream(key: string, options?: ReadOptions): Promise<(ObjectHead & { body: Readable }) | undefined>
  put(key: string, body: string | Uint8Array, options?: PutOptions): Promise<void>
  /**
   * Copies an object of another bucket here, as long as it is the one with this etag.
   *
   * @throws Error `PreconditionFailed`, `NoSuchKey`
   */
  copy(key: string, from: { bucket: Bucket; key: string; etag: string }): Promise<void>
  /** Nothing happens where there is none. */
  delete(key: string): Promise<void>
  /** In the order of the keys. */
  list(options?: {
    prefix?: string
    limit?: number
    cursor?: string | undefined
  }): Promise<ObjectPage>
  readonly uploads: Uploads
}
