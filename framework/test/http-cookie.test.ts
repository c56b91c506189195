import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { cookie } from '../http.ts'
import { receive, useLog } from './http-events.ts'

useLog()

describe('cookie', () => {
  it('is secure unless told otherwise', () => {
    assert.equal(cookie('a', 'b c;d'), 'a=b%20c%3Bd; Path=/; SameSite=Lax; HttpOnly; secure')
    assert.equal(
      cookie('a', '', {
        maxAge: 0,
        path: '/x',
        sameSite: 'Strict',
        httpOnly: false,
        secure: false,
      }),
      'a=; Path=/x; SameSite=Strict; Max-Age=0',
    )
  })

  it('comes back as it was', async () => {
    const pair = cookie('a', 'é=;, "😀').split('; ')[0]!

    const [request] = await receive({ cookies: [pair] })

    assert.equal(request.cookies.get('a'), 'é=;, "😀')
  })

  it('that browsers would refuse is refused', () => {
    assert.ok(cookie('__Host-session', 'x'))
    assert.throws(() => cookie('__Host-session', 'x', { path: '/a' }), /unless its path is \//)
    assert.throws(() => cookie('__Secure-a', 'x', { secure: false }), /unless it is secure/)
    assert.throws(
      () => cookie('a', 'x', { sameSite: 'None', secure: false }),
      /unless it is secure/,
    )
    assert.throws(() => cookie('a;b', 'x'), /no name for a cookie/)
    assert.throws(() => cookie('a', 'x', { path: '/; Domain=evil' }), /no path for a cookie/)
    assert.throws(() => cookie('a', 'x', { maxAge: 1.5 }), /whole seconds/)
  })
})
