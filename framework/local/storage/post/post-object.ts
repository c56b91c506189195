/**
 * PostObject: a browser's form, signed by its policy.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
 * @module
 */
import { createHash } from 'node:crypto'
import { encrypted, readAttributes, requireLatin1 } from '../attributes.ts'
import { saveObject, type Call } from '../context.ts'
import { refuse, refuseFeature } from '../errors.ts'
import { algorithm, isSame, sign } from '../signature/canonical.ts'
import { readCredential, type Keyring } from '../signature/credentials.ts'
import type { S3Answer, StoredObject } from '../types.ts'
import { toXml } from '../xml.ts'
import { readForm, type Form } from './form.ts'
import { checkPolicy, readPolicy, readSizes, type Policy } from './policy.ts'

export async function postObject(call: Omit<Call, 'signer'>): Promise<S3Answer> {
  const { context, request, bucket, requestId } = call
  const form = await readForm(request)
  const fields = withFileName(form)
  const policy = authenticate(fields, context.keyring)
  checkPolicy(policy, { fields, bucket: bucket.physicalName })
  checkFeatures(fields)
  const key = requireKey(fields)
  const attributes = readAttributes({
    header: (name) => toHeader(name, fields.get(name)),
    headerNames: () => [...fields.keys()],
  })

  const blob = await context.store.blobs.create()
  try {
    const { size, md5 } = await receiveFile(form, policy, blob.write)
    await blob.close()
    const object: StoredObject = {
      bucket: bucket.physicalName,
      key,
      blob: blob.id,
      size,
      etag: md5,
      modified: Date.now(),
      ...attributes,
    }
    await saveObject(context, object, { bucket, requestId, event: 'ObjectCreated:Post' })
    return toAnswer(call, fields, object)
  } catch (error) {
    await blob.discard()
    throw error
  }
}

/** A form may use the name of the file; the policy is about what comes of that. */
function withFileName({ fields, fileName }: Form): Map<string, string> {
  return new Map(
    [...fields].map(([name, value]) => [
      name,
      name === 'policy' ? value : value.replaceAll('${filename}', fileName),
    ]),
  )
}

function authenticate(fields: ReadonlyMap<string, string>, keyring: Keyring): Policy {
  const document = fields.get('policy')
  if (!document) throw refuse('AccessDenied')
  const get = (name: string) => {
    const value = fields.get(name.toLowerCase())
    if (value) return value
    throw refuseField(name)
  }
  if (fields.has('awsaccesskeyid')) {
    throw refuse('InvalidRequest', {
      message:
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    })
  }
  if (get('X-Amz-Algorithm') !== algorithm) {
    throw refuse('InvalidArgument', {
      message: 'X-Amz-Algorithm only supports "AWS4-HMAC-SHA256"',
      details: { ArgumentName: 'X-Amz-Algorithm', ArgumentValue: get('X-Amz-Algorithm') },
    })
  }
  const credential = readCredential(get('X-Amz-Credential'), keyring, {
    code: 'InvalidArgument',
    date: get('X-Amz-Date'),
    token: fields.get('x-amz-security-token'),
  })
  if (!isSame(get('X-Amz-Signature'), sign(credential.signingKey, document))) {
    throw refuse('SignatureDoesNotMatch', {
      details: {
        AWSAccessKeyId: credential.accessKeyId,
        StringToSign: document,
        SignatureProvided: get('X-Amz-Signature'),
      },
    })
  }
  return readPolicy(document)
}

function requireKey(fields: ReadonlyMap<string, string>): string {
  const key = fields.get('key')
  if (key === undefined) throw refuseField('key')
  if (key === '') {
    throw refuse('InvalidArgument', {
      message: 'User key must have a length greater than 0.',
      details: { ArgumentName: 'key', ArgumentValue: '' },
    })
  }
  const Size = Buffer.byteLength(key)
  if (Size > 1024) throw refuse('KeyTooLongError', { details: { Size, MaxSizeAllowed: 1024 } })
  return key
}

/** A field is UTF-8, and a header is not: metadata are encoded as S3 does, the rest goes by its bytes. */
function toHeader(name: string, value: string | undefined): string | undefined {
  if (value === undefined || /^[\t\x20-\x7e]*$/.test(value)) return value
  const bytes = Buffer.from(value)
  if (name.startsWith('x-amz-meta-')) return `=?UTF-8?B?${bytes.toString('base64')}?=`
  if (/[\r\n\0]/.test(value)) return requireLatin1(name, value)
  return bytes.toString('latin1')
}

function refuseField(name: string): Error {
  return refuse('InvalidArgument', {
    message: `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    details: { ArgumentName: name, ArgumentValue: '' },
  })
}

// What the local S3 would drop without a word.
function checkFeatures(fields: ReadonlyMap<string, string>): void {
  if ((fields.get('acl') ?? 'bucket-owner-full-control') !== 'bucket-owner-full-control') {
    throw refuse('AccessControlListNotSupported')
  }
  const standard: Record<string, string> = {
    'x-amz-storage-class': 'STANDARD',
    'x-amz-server-side-encryption': 'AES256',
  }
  for (const [name, value] of fields) {
    const isSigning = /^x-amz-(algorithm|credential|date|signature|security-token)$/.test(name)
    if (name === 'tagging') throw refuseFeature('the form field tagging')
    if (!name.startsWith('x-amz-') || name.startsWith('x-amz-meta-') || isSigning) continue
    if (standard[name] !== value) throw refuseFeature(`the form field ${name}`)
  }
}

async function receiveFile(
  { file }: Form,
  policy: Policy,
  write: (bytes: Buffer) => Promise<void>,
): Promise<{ size: number; md5: string }> {
  const { min, max } = readSizes(policy)
  const md5 = createHash('md5')
  let size = 0
  for await (const part of file) {
    size += part.length
    // What is too much is counted to its end, for the message.
    if (size > max) continue
    md5.update(part)
    await write(part)
  }
  if (size > max) {
    throw refuse('EntityTooLarge', { details: { ProposedSize: size, MaxSizeAllowed: max } })
  }
  if (size < min) {
    throw refuse('EntityTooSmall', { details: { ProposedSize: size, MinSizeAllowed: min } })
  }
  return { size, md5: md5.digest('hex') }
}

function toAnswer(
  { request, bucket }: Omit<Call, 'signer'>,
  fields: ReadonlyMap<string, string>,
  { key, etag }: StoredObject,
): S3Answer {
  const { incoming, path } = request
  const ETag = `"${etag}"`
  const redirect = toRedirect(fields.get('success_action_redirect') ?? fields.get('redirect'))
  if (redirect) {
    for (const [name, value] of Object.entries({ bucket: bucket.physicalName, key, etag: ETag })) {
      redirect.searchParams.append(name, value)
    }
    return { status: 303, headers: { etag: ETag, location: redirect.href, ...encrypted } }
  }
  const encodedKey = key.split('/').map(encodeURIComponent).join('/')
  const Location = `http://${incoming.headers.host}${path.replace(/\/?$/, '/')}${encodedKey}`
  const headers = { etag: ETag, location: Location, ...encrypted }
  const status = fields.get('success_action_status')
  if (status !== '201') return { status: status === '200' ? 200 : 204, headers }
  const content = { Location, Bucket: bucket.physicalName, Key: key, ETag }
  return { status: 201, headers, body: toXml('PostResponse', content) }
}

/** What is no address is passed over, as S3 does. */
function toRedirect(text: string | undefined): URL | undefined {
  return text && URL.canParse(text) ? new URL(text) : undefined
}
