import arc from '@architect/functions'

export const handler = arc.http(async () => ({ json: { hello: 'world' } }))
