import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { keepUploads } from '../uploads.ts'

const account = { app: 'small', aws: { region: 'eu-west-1' } }
const functionOf = (key: string) => ({
  Type: 'AWS::Serverless::Function',
  Properties: { CodeUri: `s3://small-cfn-deployments-1/${key}` },
})
const template = JSON.stringify({ Resources: { Get: functionOf('old'), Post: functionOf('new') } })

describe('the code of running functions', () => {
  let server: Server
  /** What is in the bucket, by path. */
  let objects: Map<string, string>
  let isDeployed = true

  beforeEach(async () => {
    isDeployed = true
    objects = new Map([['/small-cfn-deployments-1/new', 'code of Post']])
    server = createServer(async (request, response) => {
      const chunks: Buffer[] = []
      for await (const chunk of request) chunks.push(chunk as Buffer)
      const { status, body } = answer(
        request.method!,
        request.url!,
        Buffer.concat(chunks).toString('latin1'),
      )
      const isJson = body.startsWith('{')
      response.writeHead(status, { 'content-type': isJson ? 'application/json' : 'text/xml' })
      response.end(Buffer.from(body, 'latin1'))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    process.env['AWS_ENDPOINT_URL'] = addressOf(server)
    process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'dummy'
  })
  afterEach(() => {
    for (const name of ['ENDPOINT_URL', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY']) {
      delete process.env[`AWS_${name}`]
    }
    server.closeAllConnections()
    server.close()
  })

  it('is put back where it is gone, and left where it is', async () => {
    const lines = await keepUploads(account, 'SmallStaging')

    assert.deepEqual(Object.fromEntries(objects), {
      '/small-cfn-deployments-1/old': 'zip \xff\x00 SmallStaging-Get-1A',
      '/small-cfn-deployments-1/new': 'code of Post',
    })
    assert.match(lines.join('\n'), /^The running code of one function /)
  })

  it('is nothing to speak of when all is there, or nothing is deployed', async () => {
    objects.set('/small-cfn-deployments-1/old', 'code of Get')
    assert.deepEqual(await keepUploads(account, 'SmallStaging'), [])

    isDeployed = false
    assert.deepEqual(await keepUploads(account, 'SmallStaging'), [])
  })

  it('that cannot be kept fails no deploy, and is told', async () => {
    server.closeAllConnections()
    server.close()

    assert.match((await keepUploads(account, 'SmallStaging')).join('\n'), /it may not go back/)
  })

  function answer(method: string, url: string, body: string): { status: number; body: string } {
    const { pathname, searchParams } = new URL(url, addressOf(server))
    const action = searchParams.get('Action') ?? new URLSearchParams(body).get('Action')
    if (action === 'GetTemplate')
      return isDeployed ? ok(templateXml) : { status: 400, body: unknown }
    if (action === 'ListStackResources') return ok(resourcesXml)
    const name = /^\/2015-03-31\/functions\/(.+)$/.exec(pathname)?.[1]
    if (name) return ok(JSON.stringify({ Code: { Location: `${addressOf(server)}/code/${name}` } }))
    if (pathname.startsWith('/code/')) return ok(`zip \xff\x00 ${pathname.slice('/code/'.length)}`)
    if (method === 'PUT') objects.set(pathname, body)
    return { status: objects.has(pathname) ? 200 : 404, body: '' }
  }
})

const ok = (body: string) => ({ status: 200, body })
const addressOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const templateXml = `<GetTemplateResponse><GetTemplateResult><TemplateBody>${template.replaceAll('"', '&quot;')}</TemplateBody>
  </GetTemplateResult></GetTemplateResponse>`
const summary = (id: string) =>
  `<member><ResourceType>AWS::Lambda::Function</ResourceType><LogicalResourceId>${id}</LogicalResourceId>
  <PhysicalResourceId>SmallStaging-${id}-1A</PhysicalResourceId></member>`
const resourcesXml = `<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>
  ${summary('Get')}${summary('Post')}</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>`
const unknown = `<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code>
  <Message>Stack with id SmallStaging does not exist</Message></Error></ErrorResponse>`
