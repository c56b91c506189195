import middy from '@middy/core'

export const handler = middy().handler(async () => ({
  statusCode: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ hello: 'world' }),
}))
