/**
 * The local S3 knows one pair of keys, and looks at signatures: what a function signed under its own
 * name, a request, an address or a form, is signed again with them.
 *
 * @module
 */
import { parseAmzDate, sign, toSigningKey } from '#framework/local/storage/signature/canonical.ts'
import { presign, signHeaders } from '#framework/storage/signature.ts'

/** A request on its way. */
export interface Sent {
  method: string
  /** With the query. */
  url: string
  headers: Record<string, string>
  body: Buffer
}

/** Who signed a request, in its header, its address or its form: `<key>/20261121/us-west-2/s3/aws4_request`. */
export function findCredential({ url, headers, body }: Sent): string {
  const inHeader = /Credential=([^,]+)/.exec(headers['authorization'] ?? '')?.[1]
  if (inHeader) return inHeader
  const inAddress = new URL(url).searchParams.get('X-Amz-Credential')
  return inAddress ?? /name="X-Amz-Credential"\s+(\S+)/.exec(body.toString('latin1'))?.[1] ?? ''
}

const keys = { accessKeyId: 'local', secretAccessKey: 'local' }

/** @param sent - its address is that of the local S3 */
export async function signAgain(sent: Sent, credential: string): Promise<Sent> {
  const [, ...scope] = credential.split('/')
  const place = { region: scope[1]!, ...keys }
  const { method, headers } = sent
  const { origin, pathname, searchParams } = new URL(sent.url)
  const url = `${origin}${pathname}`
  const query = Object.fromEntries(searchParams)
  const pick = (names: string | undefined) =>
    Object.fromEntries(
      (names ?? '').split(';').flatMap((it) => (isOwn(it) ? [] : [[it, headers[it]!]])),
    )

  if (headers['authorization']) {
    const named = pick(/SignedHeaders=([^,]+)/.exec(headers['authorization'])?.[1])
    const signed = signHeaders(
      { method, url, query, headers: named },
      {
        place,
        payload: headers['x-amz-content-sha256']!,
        now: parseAmzDate(headers['x-amz-date']!),
      },
    )
    return { ...sent, headers: { ...headers, ...signed } }
  }
  if (query['X-Amz-Credential']) {
    const rest = Object.entries(query).filter(([name]) => !name.startsWith('X-Amz-'))
    const address = presign(
      {
        method,
        url,
        query: Object.fromEntries(rest),
        headers: pick(query['X-Amz-SignedHeaders']),
      },
      { place, seconds: Number(query['X-Amz-Expires']), now: parseAmzDate(query['X-Amz-Date']!) },
    )
    return { ...sent, url: address }
  }
  return { ...sent, ...(await signForm(sent, scope.join('/'))) }
}

async function signForm({ headers, body }: Sent, scope: string): Promise<Partial<Sent>> {
  const type = headers['content-type']!
  const form = await new Response(new Uint8Array(body), {
    headers: { 'content-type': type },
  }).formData()
  const credential = `${keys.accessKeyId}/${scope}`
  const policy = JSON.parse(Buffer.from(String(form.get('Policy')), 'base64').toString()) as {
    conditions: object[]
  }
  const conditions = policy.conditions.map((it) =>
    'X-Amz-Credential' in it ? { 'X-Amz-Credential': credential } : it,
  )
  const text = Buffer.from(JSON.stringify({ ...policy, conditions })).toString('base64')
  form.set('X-Amz-Credential', credential)
  form.set('Policy', text)
  form.set('X-Amz-Signature', sign(toSigningKey(keys.secretAccessKey, scope), text))

  const signed = new Response(form)
  const bytes = Buffer.from(await signed.arrayBuffer())
  const { 'transfer-encoding': _chunks, ...rest } = headers
  return {
    body: bytes,
    headers: {
      ...rest,
      'content-type': signed.headers.get('content-type')!,
      'content-length': String(bytes.length),
    },
  }
}

// Signed anew in any case.
function isOwn(name: string): boolean {
  return ['', 'host', 'x-amz-content-sha256', 'x-amz-date'].includes(name)
}
