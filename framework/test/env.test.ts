import assert from 'node:assert/strict'
import { afterEach, describe, it, vi } from 'vitest'
import { appUrl, checkEnv, isLocal, kernelEnv, requireEnv, type EnvDeclaration } from '../env.ts'
import { AppError } from '../errors.ts'

const declared: EnvDeclaration = {
  STRIPE_SECRET_KEY: { description: 'calls Stripe', pattern: /^sk_/, local: 'sk_local' },
  MAIL_FROM: { description: 'sender', example: 'hello@example.com' },
  MAIL_REPLY_TO: { description: 'answers', pattern: /@/, optional: true },
}

describe('checkEnv', () => {
  it('tells all problems at once, each with the command that solves it', () => {
    const problems = checkEnv(declared, { MAIL_REPLY_TO: 'nobody' }, 'staging')

    assert.deepEqual(problems, [
      'STRIPE_SECRET_KEY is not set (calls Stripe). Run: npx arc env --add --env staging STRIPE_SECRET_KEY value',
      'MAIL_FROM is not set (sender). Run: npx arc env --add --env staging MAIL_FROM hello@example.com',
      'MAIL_REPLY_TO is malformed (answers). Run: npx arc env --add --env staging MAIL_REPLY_TO value',
    ])
  })

  it('is content with a complete environment', () => {
    const env = { STRIPE_SECRET_KEY: 'sk_live_1', MAIL_FROM: 'a@b.c' }

    assert.deepEqual(checkEnv(declared, env, 'production'), [])
  })

  it('takes local values for local use alone', () => {
    const env = { MAIL_FROM: 'a@b.c' }

    assert.deepEqual(checkEnv(declared, env, 'testing'), [])
    assert.equal(checkEnv(declared, env, 'production').length, 1)
  })

  it('refuses a secret from the repository in a deployed stage, and does not print it', () => {
    const env = { STRIPE_SECRET_KEY: 'sk_local', MAIL_FROM: 'a@b.c' }

    const [problem] = checkEnv(declared, env, 'production')

    assert.match(problem!, /STRIPE_SECRET_KEY still has the value meant for local use/)
    assert.doesNotMatch(problem!, /sk_local/)
  })
})

describe('the environment of the kernel', () => {
  const complete = { APP_URL: 'https://example.com', APP_SECRET: 's'.repeat(32) }

  it('is a secret, and an address for a domain of its own', () => {
    const { APP_SECRET } = complete

    assert.deepEqual(checkEnv(kernelEnv, complete, 'production'), [])
    assert.deepEqual(checkEnv(kernelEnv, { APP_SECRET }, 'production'), [])
    assert.equal(checkEnv(kernelEnv, {}, 'production').length, 1)
    assert.deepEqual(checkEnv(kernelEnv, {}, 'testing'), [])
  })

  it('refuses a short secret', () => {
    const problems = checkEnv(kernelEnv, { ...complete, APP_SECRET: 's'.repeat(31) }, 'staging')

    assert.equal(problems.length, 1)
    assert.match(problems[0]!, /^APP_SECRET is malformed/)
  })

  it('refuses an address with a path, with a slash, or without encryption', () => {
    for (const APP_URL of ['https://a.b/', 'https://a.b/c', 'http://a.b', 'a.b']) {
      assert.equal(checkEnv(kernelEnv, { ...complete, APP_URL }, 'staging').length, 1, APP_URL)
    }
    const emulated = { ...complete, APP_URL: 'http://localhost:4566' }
    assert.deepEqual(checkEnv(kernelEnv, emulated, 'staging'), [])
  })
})

describe('reading', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
  })

  it('names a missing variable and the command that sets it', () => {
    vi.stubEnv('ARC_ENV', 'staging')

    assert.throws(
      () => requireEnv('TEST_ABSENT'),
      (error) =>
        error instanceof AppError &&
        error.code === 'MISSING_ENV' &&
        error.message ===
          'TEST_ABSENT is not set. Run: npx arc env --add --env staging TEST_ABSENT value',
    )
  })

  it('takes an empty value for a missing one', () => {
    vi.stubEnv('TEST_EMPTY', '')

    assert.throws(() => requireEnv('TEST_EMPTY'), /TEST_EMPTY is not set/)
  })

  it('takes an unknown stage for a deployed one', () => {
    vi.stubEnv('ARC_ENV', undefined)
    assert.equal(isLocal(), false)

    vi.stubEnv('ARC_ENV', 'testing')
    assert.equal(isLocal(), true)
  })

  it('gives the address without a slash at the end', () => {
    vi.stubEnv('APP_URL', 'https://example.com/')

    assert.equal(appUrl(), 'https://example.com')
  })
})

describe('assertEnv', () => {
  afterEach(() => {
    vi.unstubAllEnvs()
    vi.resetModules()
  })

  it('refuses to work in a deployed stage without a secret, until there is one', async () => {
    vi.stubEnv('ARC_ENV', 'production')
    vi.stubEnv('APP_SECRET', undefined)
    vi.stubEnv('APP_URL', 'nonsense')
    const { assertEnv } = await import('../env.ts')

    assert.throws(assertEnv, /APP_URL is malformed.*\n?APP_SECRET is not set/s)
    vi.stubEnv('APP_URL', 'https://example.com')
    vi.stubEnv('APP_SECRET', 'x'.repeat(40))
    assert.doesNotThrow(assertEnv)
  })

  it('lets a developer begin without any', async () => {
    vi.stubEnv('ARC_ENV', 'testing')
    vi.stubEnv('APP_SECRET', undefined)
    const { assertEnv } = await import('../env.ts')

    assert.doesNotThrow(assertEnv)
  })
})
