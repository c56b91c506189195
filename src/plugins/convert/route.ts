/**
 * `POST /convert/<converter>`: the content as body, the options as query, the result as answer.
 *
 * @module
 */
import { options as plugged } from 'plugboard:options'
import {
  bytes,
  http,
  requireSameOrigin,
  type HttpRequest,
  type LambdaHandler,
} from '#framework/http.ts'
import { requireUser } from '#framework/identity.ts'
import { convertOnce } from './convert-once.ts'
import { readOptions, type Converter, type Definition } from './converter.ts'
import { errors } from './errors.ts'
import { isOpen } from './options.ts'
import { syncBytes } from './sync-bytes.ts'

/** Makes the function of the route. */
export function convertOverHttp<O extends object>(converter: Converter<O>): LambdaHandler {
  const bodyLimit = Math.min(converter.limits.inputBytes, syncBytes)
  // Somebody waits for the first answer: its process starts while the function does.
  converter.convert.warm?.()
  return http(
    async (request) => {
      await requireMay(request, converter.name)
      requireType(request, converter)
      const options = readOptions(converter, Object.fromEntries(request.query))
      const result = await convertOnce(converter, await request.bytes(), options)
      if (result.body.length > syncBytes) {
        throw errors.CONVERT_OUTPUT_TOO_LARGE(
          `It has ${result.body.length} bytes, and ${syncBytes} are the most that is answered: convert it as a job`,
        )
      }
      return bytes(result.body, {
        headers: {
          'content-type': result.type,
          etag: `"${result.id}"`,
          'x-conversion': result.isKnown ? 'known' : 'new',
          // It is a stranger's content on our address: it may be looked at, and do nothing.
          'content-security-policy': "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        },
      })
    },
    { bodyLimit },
  )
}

/** @throws SIGN_IN_REQUIRED, unless the converter is open to everybody */
export async function requireMay(request: HttpRequest, converter: string): Promise<void> {
  // A form of another site could otherwise show its own page under our address.
  requireSameOrigin(request)
  if (!isOpen(plugged['convert'], converter)) await requireUser(request)
}

function requireType(
  request: HttpRequest,
  { name, from }: Pick<Definition, 'name' | 'from'>,
): void {
  const given = request.headers.get('content-type')?.split(';')[0]!.trim().toLowerCase()
  if (given !== undefined && from.includes(given)) return
  throw errors.CONVERT_TYPE_REFUSED(
    `${name} takes ${from.join(', ')}; the content-type is ${given ?? 'missing'}`,
  )
}
