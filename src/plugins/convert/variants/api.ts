/**
 * The door of variants on the fly: `GET /img/:spec/:id` answers an image by one of the app's own
 * profiles, made when it is first asked for. Apart from the main door, since whoever goes through here
 * has sharp beside their function.
 *
 * @module
 */
import { bytes, http, redirect } from '#framework/http.ts'
import type { HttpRequest, HttpResponse, LambdaHandler } from '#framework/http.ts'
import type { Bucket } from '#framework/storage.ts'
import { kept, resultsBucket } from '../buckets.ts'
import { convertOnce, type Converted } from '../convert-once.ts'
import { readOptions } from '../converter.ts'
import { image } from '../converters/image/definition.ts'
import { errors } from '../errors.ts'
import { findByAlias, keepAlias, readOutput, toKey } from '../results.ts'
import { syncBytes } from '../sync-bytes.ts'
import { variantVersion, type VariantSource } from '../variant-version.ts'

/** What the address of a variant can name. */
export interface VariantRules {
  /** Options of the image converter, by the names that addresses know. Nobody asks for other sizes. */
  profiles?: Readonly<Record<string, object>>
  /** Where the image of an id is, for whoever asks; undefined where there is none that they may have. */
  find: (id: string, request: HttpRequest) => Promise<VariantSource | undefined>
  /** It is everybody's: shared caches may keep it. Default: only the asker's browser. */
  isPublic?: boolean
}

type ImageAt = Required<Pick<VariantSource, 'key' | 'etag'>>

const year = 31_536_000

/**
 * Makes the function of a route with the parameters `spec` and `id`.
 *
 * @param bucket - of the images
 * @example
 * // src/http/get-img-000spec-000id/index.ts
 * export const handler = variantRoute(filesStore, {
 *   profiles: { thumb: { width: 200, height: 200, fit: 'cover' } },
 *   find: async (id, request) => findFile(id, await findUser(request)),
 * })
 */
export function variantRoute(bucket: Bucket, rules: VariantRules): LambdaHandler {
  for (const profile of Object.values(rules.profiles ?? {})) readOptions(image, profile)

  return http(async (request, params) => {
    const spec = params['spec']!
    const found = await rules.find(params['id']!, request)
    const named = [found?.profiles, rules.profiles]
    const profile = named.find((it) => it && Object.hasOwn(it, spec))?.[spec]
    if (!profile) throw errors.VARIANT_NOT_FOUND()
    const etag = found && (found.etag ?? (await bucket.head(found.key))?.etag)
    if (!etag) throw errors.VARIANT_NOT_FOUND()
    const source = { key: found.key, etag }

    const version = variantVersion(bucket, source, profile)
    const headers = toHeaders(version, request, rules)
    const asked = request.headers.get('if-none-match')
    // The tag tells all that the bytes depend on: nothing has to be looked up.
    if (asked?.includes(version)) return bytes(new Uint8Array(), { headers })

    return answer(await findOrMake(bucket, source, { version, profile }), headers)
  })
}

function toHeaders(version: string, request: HttpRequest, { isPublic }: VariantRules) {
  const who = isPublic ? 'public' : 'private'
  const isFixed = request.query.get('v') === version
  return {
    etag: `"${version}"`,
    'cache-control': isFixed ? `${who}, max-age=${year}, immutable` : `${who}, no-cache`,
  }
}

/** From what is known, or made now. */
async function findOrMake(
  bucket: Bucket,
  { key, etag }: ImageAt,
  { version, profile }: { version: string; profile: object },
): Promise<Variant> {
  const alias = `variant ${version}`
  const known = await findResult(alias)
  if (known) return { ...known, isKnown: true }
  const content = await bucket.get(key, { etag })
  if (!content) throw errors.VARIANT_NOT_FOUND()
  const { default: converter } = await import('../converters/image/index.ts')
  const made = await convertOnce(converter, content.bytes, readOptions(image, profile))
  await keepAlias(alias, made.id)
  return made
}

type Variant = Pick<Converted, 'id' | 'type' | 'isKnown'> & { body?: Uint8Array; keptKey?: string }

/** What is too large to be answered is not read. */
async function findResult(alias: string): Promise<Omit<Variant, 'isKnown'> | undefined> {
  const found = await findByAlias(alias)
  if (!found) return undefined
  const { id, type, size, keptKey } = found
  if (size! > syncBytes) return { id, type: type!, ...(keptKey !== undefined && { keptKey }) }
  const output = await readOutput(found)
  return output && { id, ...output }
}

function answer(
  { id, type, body, isKnown, keptKey }: Variant,
  headers: Record<string, string>,
): HttpResponse {
  if (!body || body.length > syncBytes) {
    return redirect(
      keptKey === undefined ? resultsBucket.signGet(toKey(id)) : kept.signGet(keptKey),
    )
  }
  const more = { 'content-type': type, 'x-conversion': isKnown ? 'known' : 'new' }
  return bytes(body, { headers: { ...headers, ...more } })
}
