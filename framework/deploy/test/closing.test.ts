import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, it } from 'vitest'
import { readManifest, type Inventory } from '../../manifest.ts'
import { listClosingLines } from '../closing.ts'

const id = 'arn:aws:cloudformation:eu-west-1:123456789012:stack/PlugboardStaging/1f2e'
const site = 'https://d111.cloudfront.net'

describe('the closing lines of a deploy', () => {
  let inv: Inventory
  let server: Server
  let answer: { status: number; body: string }

  beforeEach(async () => {
    inv = await readManifest()
    server = createServer((_request, response) => {
      response.writeHead(answer.status, { 'content-type': 'text/xml' }).end(answer.body)
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const { port } = server.address() as AddressInfo
    process.env['AWS_ENDPOINT_URL'] = `http://127.0.0.1:${port}`
    process.env['AWS_ACCESS_KEY_ID'] = process.env['AWS_SECRET_ACCESS_KEY'] = 'dummy'
    process.env['AWS_REGION'] = 'eu-west-1'
  })
  afterEach(() => {
    for (const name of ['ENDPOINT_URL', 'ACCESS_KEY_ID', 'SECRET_ACCESS_KEY', 'REGION']) {
      delete process.env[`AWS_${name}`]
    }
    server.closeAllConnections()
    server.close()
  })

  const deployed = (options: Partial<Parameters<typeof listClosingLines>[0]> = {}) =>
    listClosingLines({
      inv,
      stage: 'staging',
      stackName: 'PlugboardStaging',
      template: { Resources: {} },
      ...options,
    })

  it('say where the site is, and where to look at it', async () => {
    answer = { status: 200, body: stackOf({ SiteURL: site }) }

    const text = (await deployed()).join('\n')

    assert.match(text, /^ {2}Site +https:\/\/d111\.cloudfront\.net$/m)
    assert.match(
      text,
      /^ {2}Resources +https:\/\/eu-west-1\.console\.aws\.amazon\.com\/cloudformation/m,
    )
    assert.doesNotMatch(text, /Dashboard/)
  })

  it('say where the dashboard is, if there is one', async () => {
    answer = { status: 200, body: stackOf({ SiteURL: site }) }
    const Dashboard = { Type: 'AWS::CloudWatch::Dashboard', Properties: {} }

    const text = (await deployed({ template: { Resources: { Dashboard } } })).join('\n')

    assert.match(text, /dashboards\/dashboard\/PlugboardStaging-eu-west-1$/m)
  })

  it('say what each plugged-in service wants set elsewhere', async () => {
    answer = { status: 200, body: stackOf({ SiteURL: site }) }

    const text = (await deployed()).join('\n')

    for (const plugin of Object.values(inv.plugins!)) {
      const { definition } = (plugin ?? {}) as { definition?: () => { afterDeploy?: Settings } }
      for (const { at, set } of definition?.().afterDeploy?.(site) ?? []) {
        assert.ok(set.includes(site), at)
        assert.ok(text.includes(set), at)
      }
    }
  })

  it('say where the record of a domain leads to, for the stage that has one', async () => {
    const outputs = { SiteURL: 'https://www.example.com', SiteDomain: 'd111.cloudfront.net' }
    answer = { status: 200, body: stackOf(outputs) }
    const lines = {
      domain: 'www.example.com',
      certificate: 'arn:aws:acm:us-east-1:1:certificate/1',
    }
    const arc = { ...inv._project.arc, deploy: [{ staging: lines }] }
    const own = { ...inv, _project: { ...inv._project, arc } }

    const text = (await deployed({ inv: own })).join('\n')

    assert.match(text, /^ {2}DNS +www\.example\.com leads to d111\.cloudfront\.net/m)
    const named = await deployed({ inv: own, stackName: 'PlugboardStagingFeature' })
    assert.doesNotMatch(named.join('\n'), /DNS/)
  })

  it('say that AWS is still at work', async () => {
    answer = { status: 200, body: stackOf({}, 'CREATE_IN_PROGRESS') }

    assert.match((await deployed()).join('\n'), /CREATE_IN_PROGRESS: AWS is still at work/)
  })

  it('fail no deploy that went well when AWS does not answer', async () => {
    const body =
      '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>No</Message></Error></ErrorResponse>'
    answer = { status: 403, body }

    assert.match((await deployed()).join('\n'), /AWS did not say where PlugboardStaging is/)
  })
})

type Settings = (site: string) => { at: string; set: string }[]

function stackOf(outputs: Record<string, string>, status = 'UPDATE_COMPLETE'): string {
  const members = Object.entries(outputs).map(
    ([name, value]) =>
      `<member><OutputKey>${name}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  )
  return `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackId>${id}</StackId>
    <StackStatus>${status}</StackStatus>${members.length > 0 ? `<Outputs>${members.join('')}</Outputs>` : ''}
    </member></Stacks></DescribeStacksResult></DescribeStacksResponse>`
}
