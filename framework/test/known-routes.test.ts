import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { createFallback } from '../local/known-routes.ts'

/** The part of the sandbox that looks for a route, as it calls and is called. */
function useFallback(routes: string[]) {
  const asked: string[] = []
  const fallback = createFallback((_params, { method, url }, _response, next) => {
    asked.push(`${method} ${url}`)
    if (routes.includes(`${method} ${url.split('?')[0]}`)) next()
  })
  const ask = (params: object, method: string, url: string) => {
    let isPassed = false
    fallback(params, { method, url }, {}, () => (isPassed = true))
    return isPassed
  }
  return { ask, asked }
}

describe('what has a route', () => {
  const manifest = {}

  it('is looked up once for each address, whatever is asked of it', () => {
    const { ask, asked } = useFallback(['GET /'])

    const passed = ['/', '/?a=1', '/?b=2', '/'].map((url) => ask(manifest, 'GET', url))

    assert.deepEqual(passed, [true, true, true, true])
    assert.deepEqual(asked, ['GET /'])
  })

  it('is looked up again for another method, and for another manifest', () => {
    const { ask, asked } = useFallback(['GET /', 'POST /'])

    const passed = [
      ask(manifest, 'GET', '/'),
      ask(manifest, 'POST', '/'),
      ask({ other: true }, 'GET', '/'),
    ]

    assert.deepEqual(passed, [true, true, true])
    assert.deepEqual(asked, ['GET /', 'POST /', 'GET /'])
  })

  it('does not pass what has none, however often it is asked', () => {
    const { ask, asked } = useFallback(['GET /'])

    const passed = [ask(manifest, 'GET', '/none'), ask(manifest, 'GET', '/none')]

    assert.deepEqual(passed, [false, false])
    assert.equal(asked.length, 2)
  })

  it('forgets addresses when there are very many', () => {
    const urls = Array.from({ length: 1200 }, (_, index) => `/${index}`)
    const { ask, asked } = useFallback(urls.map((url) => `GET ${url}`))

    for (const url of urls) ask(manifest, 'GET', url)
    ask(manifest, 'GET', '/1199')
    ask(manifest, 'GET', '/0')

    assert.equal(asked.length, 1201)
  })
})
