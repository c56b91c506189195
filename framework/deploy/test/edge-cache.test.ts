import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import type { Template } from '../cloudformation.ts'
import { createCdn, type Answered, type Asked } from './cdn.ts'
import { createSmall } from './small.ts'

const publicCache = 'public, max-age=60, s-maxage=300, stale-while-revalidate=600'

// A site that is as careless as can be: it lets everything be shared, whoever it was made for.
const careless = ({ path, query = '', headers = {} }: Asked): Answered => ({
  status: 200,
  headers: { 'cache-control': publicCache },
  body: JSON.stringify({
    path,
    query,
    who: headers['cookie'] ?? headers['authorization'] ?? 'anybody',
  }),
})
const answers =
  (status: number, cacheControl?: string) =>
  ({ path }: Asked): Answered => ({
    status,
    headers: cacheControl ? { 'cache-control': cacheControl } : {},
    body: path,
  })
const withCookie = (cookie: string) => ({ path: '/', headers: { cookie } })

describe('what CloudFront keeps of pages', () => {
  let template: Template
  beforeAll(async () => {
    template = await createSmall()
  })

  it('is a public page, for all who come without a cookie', async () => {
    const cdn = createCdn(template, careless)

    await cdn.get({ path: '/' })
    const { body } = await cdn.get({ path: '/', headers: { 'user-agent': 'another' } })

    assert.equal(JSON.parse(body).who, 'anybody')
    assert.equal(cdn.asked(), 1)
  })

  it('is no page of one session for another, nor for nobody, though the page says public', async () => {
    const cdn = createCdn(template, careless)
    const who = async (request: Asked) => JSON.parse((await cdn.get(request)).body).who

    assert.equal(await who(withCookie('__Host-session=ada')), '__Host-session=ada')
    assert.equal(await who(withCookie('__Host-session=ben')), '__Host-session=ben')
    assert.equal(await who({ path: '/' }), 'anybody')
    assert.equal(await who(withCookie('__Host-session=ada')), '__Host-session=ada')
  })

  it('is no shared page for who has signed in', async () => {
    const cdn = createCdn(template, careless)

    await cdn.get({ path: '/' })
    const { body } = await cdn.get(withCookie('__Host-session=ada; person=Ada'))

    assert.equal(JSON.parse(body).who, '__Host-session=ada; person=Ada')
  })

  it('tells cookies of any name apart, those of later services too', async () => {
    const cdn = createCdn(template, careless)

    await cdn.get(withCookie('basket=1'))
    const { body } = await cdn.get(withCookie('basket=2'))

    assert.equal(JSON.parse(body).who, 'basket=2')
  })

  it('tells tokens apart', async () => {
    const cdn = createCdn(template, careless)
    const who = async (authorization?: string) => {
      const headers = authorization ? { authorization } : {}
      return JSON.parse((await cdn.get({ path: '/', headers })).body).who
    }

    assert.equal(await who('Bearer ada'), 'Bearer ada')
    assert.equal(await who('Bearer ben'), 'Bearer ben')
    assert.equal(await who(), 'anybody')
  })

  it('tells queries and origins apart', async () => {
    const cdn = createCdn(template, careless)

    await cdn.get({ path: '/' })
    await cdn.get({ path: '/', query: 'after=x' })
    await cdn.get({ path: '/', headers: { origin: 'https://other.example' } })

    assert.equal(cdn.asked(), 3)
  })

  it.each(['no-store', 'private, no-store', 'private, max-age=60', undefined])(
    'is nothing that says %s',
    async (cacheControl) => {
      const cdn = createCdn(template, answers(200, cacheControl))

      await cdn.get({ path: '/' })
      await cdn.get({ path: '/' })

      assert.equal(cdn.asked(), 2)
    },
  )

  it.each([400, 401, 403, 404, 405, 410, 429, 500, 502, 503, 504])(
    'is no problem: %i is asked for again',
    async (status) => {
      const cdn = createCdn(template, answers(status, 'no-store'))

      await cdn.get({ path: '/account' })
      await cdn.get({ path: '/account' })

      assert.equal(cdn.asked(), 2)
    },
  )
})

describe('what CloudFront keeps of static files', () => {
  it('is one copy for everybody, signed in or not', async () => {
    const cdn = createCdn(await createSmall(), answers(200, 'max-age=315360000'))
    const path = '/_static/build/app-X7Q2ABCD.js'

    await cdn.get({ path })
    await cdn.get({ path, headers: { cookie: '__Host-session=ada' }, query: 'v=1' })

    assert.equal(cdn.asked(), 1)
  })
})
