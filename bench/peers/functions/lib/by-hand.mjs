/**
 * A token checked, and an item read, with what Node brings: the least that these jobs can cost.
 *
 * @module
 */
const { createHash, createHmac, createPublicKey, verify } = process.getBuiltinModule('node:crypto')
const http = process.getBuiltinModule('node:http')

const agent = new http.Agent({ keepAlive: true })
const keys = new Map()

/** The claims of a request's token; undefined where it is not valid. */
export async function findClaims({ headers }) {
  const [header, payload, signature] = (headers.authorization ?? '').slice(7).split('.')
  const { alg, kid } = decode(header)
  if (alg !== 'RS256') return undefined
  if (!keys.has(kid)) await loadKeys()
  const key = keys.get(kid)
  const signed = Buffer.from(`${header}.${payload}`)
  if (!key || !verify('sha256', signed, key, Buffer.from(signature, 'base64url'))) return undefined
  const claims = decode(payload)
  const { ISSUER, AUTH0_AUDIENCE } = process.env
  const isOurs = claims.iss === ISSUER && [claims.aud].flat().includes(AUTH0_AUDIENCE)
  return isOurs && claims.exp > Date.now() / 1000 ? claims : undefined
}

/** An item of the table of articles. */
export async function readArticle(slug) {
  const body = JSON.stringify({ TableName: process.env.TABLE_ARTICLES, Key: { slug: { S: slug } } })
  const { Item } = JSON.parse(await post('GetItem', body))
  return Item && Object.fromEntries(Object.entries(Item).map(([name, it]) => [name, toValue(it)]))
}

function toValue({ S, N, L }) {
  if (S !== undefined) return S
  return N === undefined ? L.map(toValue) : Number(N)
}

const decode = (text = '') => JSON.parse(Buffer.from(text, 'base64url').toString() || '{}')

async function loadKeys() {
  const { keys: found } = JSON.parse(await send(new URL(process.env.JWKS_URI), {}))
  for (const key of found) keys.set(key.kid, createPublicKey({ key, format: 'jwk' }))
}

// AWS Signature Version 4.
function post(action, body) {
  const { AWS_ENDPOINT_URL_DYNAMODB, AWS_REGION, AWS_ACCESS_KEY_ID } = process.env
  const url = new URL(AWS_ENDPOINT_URL_DYNAMODB)
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, '')
  const headers = {
    'content-type': 'application/x-amz-json-1.0',
    host: url.host,
    'x-amz-date': time,
    'x-amz-target': `DynamoDB_20120810.${action}`,
  }
  const names = Object.keys(headers).join(';')
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`)
  const asked = ['POST', '/', '', lines.join(''), names, hash(body)].join('\n')
  const scope = `${time.slice(0, 8)}/${AWS_REGION}/dynamodb/aws4_request`
  const text = ['AWS4-HMAC-SHA256', time, scope, hash(asked)].join('\n')
  const key = scope.split('/').reduce(hmac, `AWS4${process.env.AWS_SECRET_ACCESS_KEY}`)
  headers.authorization =
    `AWS4-HMAC-SHA256 Credential=${AWS_ACCESS_KEY_ID}/${scope}, ` +
    `SignedHeaders=${names}, Signature=${hmac(key, text).toString('hex')}`
  return send(url, { method: 'POST', headers }, body)
}

const hash = (text) => createHash('sha256').update(text).digest('hex')
const hmac = (key, text) => createHmac('sha256', key).update(text).digest()

function send(url, options, body) {
  return new Promise((resolve, reject) => {
    http
      .request(url, { agent, ...options }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => (text += chunk))
        response.on('end', () => resolve(text))
      })
      .on('error', reject)
      .end(body)
  })
}
