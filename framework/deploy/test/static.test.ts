import assert from 'node:assert/strict'
import { beforeAll, describe, it } from 'vitest'
import type { Template } from '../cloudformation.ts'
import { createSmall } from './small.ts'

interface Statement {
  Sid: string
  Effect: string
  Principal: unknown
  Action: string
  Resource: unknown
  Condition: object
}

const bucket = { Ref: 'StaticBucket' }
const listStatements = ({ Resources }: Template) =>
  (
    Resources['StaticBucketPolicy']!.Properties['PolicyDocument'] as {
      Statement: Statement[]
    }
  ).Statement

describe('the bucket of static files', () => {
  let template: Template
  beforeAll(async () => {
    template = await createSmall()
  })

  it('is closed to the world, encrypted, and no website', () => {
    const { Properties } = template.Resources['StaticBucket']!

    assert.deepEqual(Properties['PublicAccessBlockConfiguration'], {
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
    assert.match(JSON.stringify(Properties['BucketEncryption']), /AES256/)
    assert.equal(Properties['WebsiteConfiguration'], undefined)
  })

  it('is read by the distribution of this stack alone, and the files alone', () => {
    const allowed = listStatements(template).filter(({ Effect }) => Effect === 'Allow')

    for (const { Principal, Condition } of allowed) {
      assert.deepEqual(Principal, { Service: 'cloudfront.amazonaws.com' })
      assert.deepEqual(Condition, {
        StringEquals: {
          'AWS:SourceArn': {
            'Fn::Sub':
              'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${SiteDistribution}',
          },
        },
      })
    }
    assert.deepEqual(
      allowed.map(({ Action, Resource }) => [Action, Resource]),
      [
        [
          's3:GetObject',
          { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${bucket}/_static/*', { bucket }] },
        ],
        ['s3:ListBucket', { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${bucket}', { bucket }] }],
      ],
    )
  })

  it('is reached over TLS alone', () => {
    const [denied] = listStatements(template).filter(({ Effect }) => Effect === 'Deny')

    assert.deepEqual([denied!.Principal, denied!.Action], ['*', 's3:*'])
    assert.deepEqual(denied!.Condition, { Bool: { 'aws:SecureTransport': 'false' } })
  })

  it('has no way through the API, and no prefix that functions would add once more', () => {
    const text = JSON.stringify(template.Resources['HTTP'])

    assert.doesNotMatch(text, /_static/)
    assert.doesNotMatch(JSON.stringify(template), /ARC_STATIC_PREFIX/)
  })

  it('is found by Architect when the stack goes: the first label of its address is its name', () => {
    const { Value } = template.Outputs['BucketURL'] as { Value: { 'Fn::Sub': [string, object] } }

    assert.match(Value['Fn::Sub'][0], /^https:\/\/\$\{bucket\}\./)
    assert.deepEqual(Value['Fn::Sub'][1], { bucket })
  })

  it('may be one that is there already, which is not opened to the world either', async () => {
    const lines = '@http\nget /\n\n@static\nstaging my-own-bucket\n'

    const { Resources, ...rest } = await createSmall(lines)

    assert.equal(Resources['StaticBucket'], undefined)
    assert.equal(Resources['StaticBucketPolicy']!.Properties['Bucket'], 'my-own-bucket')
    assert.doesNotMatch(
      JSON.stringify(listStatements({ Resources, ...rest })),
      /"Allow","Principal":"\*"/,
    )
  })

  it('has its files where the site has them: another prefix is refused', async () => {
    const lines = '@http\nget /\n\n@static\nprefix elsewhere\n'

    await assert.rejects(createSmall(lines), /Remove prefix from @static/)
  })

  it('is closed where there is no site to show its files', async () => {
    const headless = await createSmall('@tables\nthings\n  id *String\n')

    assert.equal(headless.Resources['SiteDistribution'], undefined)
    assert.equal(headless.Resources['AppUrlParameter'], undefined)
    assert.doesNotMatch(JSON.stringify(headless), /"Principal":"\*","Action":"s3:GetObject"/)
    assert.ok(listStatements(headless).every(({ Effect }) => Effect === 'Deny'))
  })
})
