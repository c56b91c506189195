import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { kernelEnv } from '../../env.ts'
import { checkEnvironment } from '../environment.ts'
import { writeEnv, type ServeManifest } from '../manifest.ts'
import { readOptions } from '../options.ts'
import { readServed } from '../parts.ts'

describe('the options of the server', () => {
  it('come from the command line, and else from the environment', () => {
    const options = readOptions(['--port', '8080'], { SERVE_PORT: '9090', SERVE_ONLY: 'queues' })

    assert.equal(options.port, 8080)
    assert.deepEqual(options.only, ['queues'])
    assert.equal(readOptions([], { PORT: '5000' }).port, 5000)
    assert.equal(readOptions([], {}).only, undefined)
  })

  it('are refused in one line where they make no sense', () => {
    assert.throws(() => readOptions(['--port', 'x'], {}), /--port is "x": give a whole number/)
    assert.throws(() => readOptions(['--grace', '-1'], {}), /grace/)
    assert.throws(() => readOptions(['--only', 'http,mail'], {}), /"mail" cannot be served/)
  })
})

describe('what app.arc gives to the container', () => {
  it('is requests alone where it says nothing', () => {
    assert.deepEqual(readServed({ arc: {} }), ['http'])
  })

  it('is what stands below @serve, and nothing that cannot be', () => {
    assert.deepEqual(readServed({ arc: { serve: ['queues', 'http'] } }), ['http', 'queues'])
    assert.throws(
      () => readServed({ arc: { serve: ['http', 'streams'] } }),
      /\[app\.arc\] @serve: "streams" cannot be served\. Write any of http, queues/,
    )
  })
})

describe('an environment', () => {
  const manifest = {
    names: { ArticlesTable: 'TABLE_ARTICLES' },
    env: JSON.parse(JSON.stringify(writeEnv(kernelEnv))),
  } as unknown as ServeManifest
  const whole = {
    ARC_ENV: 'production',
    APP_URL: 'https://www.example.com',
    APP_SECRET: 'x'.repeat(32),
    TABLE_ARTICLES: 'articles-1X',
  }

  it('that is complete has no problems', () => {
    assert.deepEqual(checkEnvironment(manifest, whole), [])
  })

  it('that lacks something is told all of it at once', () => {
    const problems = checkEnvironment(manifest, { ARC_ENV: 'production', APP_SECRET: 'short' })

    assert.match(problems.join('\n'), /APP_SECRET is malformed/)
    assert.match(problems.join('\n'), /APP_URL is not set/)
    assert.match(problems.join('\n'), /TABLE_ARTICLES is not set/)
  })

  it('must say which stage it is', () => {
    assert.match(checkEnvironment(manifest, { ...whole, ARC_ENV: '' })[0]!, /ARC_ENV is ""/)
  })
})
