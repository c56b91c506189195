import assert from 'node:assert/strict'
import { identity } from 'plugboard:identity'
import { beforeAll, describe, it } from 'vitest'
import { listServices, readManifest } from '#framework/manifest.ts'
import { as } from '#framework/testing/people.ts'
import { useApp } from '#framework/testing.ts'
import { createTemplate } from '../../framework/deploy/create.ts'
import { createCdn, type Asked } from '../../framework/deploy/test/cdn.ts'
import type { Template } from '../../framework/deploy/cloudformation.ts'
import seed from '../../src/seed.ts'

const app = useApp()
let template: Template
let paths: string[]

beforeAll(async () => {
  const inv = await readManifest()
  template = await createTemplate({ variables: exampleVariables(inv) })
  await seed()
  const routes = (inv.http ?? []).filter(
    ({ method, path }) => method === 'get' && !path!.includes(':'),
  )
  const articles = [...(await app.fetch('/')).text().matchAll(/href="(\/articles\/[a-z0-9-]+)"/g)]
  paths = [
    ...routes.map(({ path }) => path!),
    ...new Set(articles.map(([, path]) => path!)),
    '/none',
  ]
})

describe('the site behind CloudFront', () => {
  it('shows strangers what the edge keeps, and runs no function for it', async () => {
    const cdn = createCdn(template, ask)
    for (const path of ['/', '/feed.xml', '/sitemap.xml', '/robots.txt']) await cdn.get({ path })
    const asked = cdn.asked()

    for (const path of ['/', '/feed.xml', '/sitemap.xml', '/robots.txt']) await cdn.get({ path })

    assert.equal(cdn.asked(), asked)
  })

  it.runIf(identity)('shows each visitor what they would see without it', async () => {
    const cdn = createCdn(template, ask)
    const visitors = [
      await withCookie('writer'),
      await as('writer'),
      await withCookie('reader'),
      {},
    ]
    const accept = 'text/html'

    for (const path of paths) {
      // The first comes again: what the others were shown must not have taken the place of theirs.
      for (const visitor of [...visitors, visitors[0]!]) {
        const request = { path, headers: { accept, ...visitor } }
        const [seen, meant] = [await cdn.get(request), await ask(request)]
        assert.deepEqual([seen.status, plain(seen.body)], [meant.status, plain(meant.body)], path)
      }
    }
    assert.ok(paths.length > 20, paths.join(' '))
  })
})

async function ask({ path, query, headers = {} }: Asked) {
  const response = await app.fetch(query ? `${path}?${query}` : path, { headers })
  const answered = {
    status: response.status,
    headers: Object.fromEntries(response.headers.entries()),
  }
  return { ...answered, body: response.text() }
}

async function withCookie(person: string) {
  const { authorization } = await as(person)
  return { cookie: `session=${authorization.replace('Bearer ', '')}` }
}

// Each answer has an id of its own, and some tell the time.
function plain(body: string): string {
  return body
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, 'id')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'time')
}

function exampleVariables(inv: Awaited<ReturnType<typeof readManifest>>): Record<string, string> {
  const declared = listServices(inv).flatMap(({ env = {} }) => Object.entries(env))
  const examples = declared.flatMap(([name, { example, optional }]) =>
    optional || !example ? [] : [[name, example.replaceAll('"', '')]],
  )
  return { APP_SECRET: 'x'.repeat(64), ...Object.fromEntries(examples) }
}
