import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { corsRules } from '#framework/plugin/buckets.ts'
import { createProject } from '../../framework/test/scratch-project.ts'
import { dryRun } from './dry-run.ts'

interface Resource {
  Type: string
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
  DependsOn?: string[]
  Properties: Record<string, any> // eslint-disable-line typescript/no-explicit-any
}

const manifest = `@app
small

@aws
runtime typescript

@plugins
plugboard
  src framework/plugin.ts

@http
get /

@queues
thumbs
  fifo false

@scheduled
nightly rate(1 day)

@buckets
covers
  created thumbs
  removed thumbs
  prefix in/
  suffix .jpg
  expireDays 30
raw
  cors https://admin.example.com
`

describe('buckets in the template', () => {
  let folder: string
  let resources: Record<string, Resource>

  beforeAll(async () => {
    const handler = 'export const handler = async () => {}\n'
    folder = createProject({
      'app.arc': manifest,
      'src/queues/thumbs/index.ts': `export const handler = async () => process.env['BUCKET_COVERS']\n`,
      'src/scheduled/nightly/index.ts': handler,
    })
    resources = await read()
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function read(variables: Record<string, string> = {}) {
    const secret = { APP_SECRET: 'x'.repeat(64) }
    const given = { cwd: folder, app: 'small', variables: { ...secret, ...variables } }
    const { code, output } = await dryRun(given)
    assert.equal(code, 0, output)
    const template = JSON.parse(readFileSync(join(folder, 'sam.json'), 'utf8')) as {
      Resources: Record<string, Resource>
    }
    return template.Resources
  }

  const ofType = (type: string) => Object.entries(resources).filter(([, it]) => it.Type === type)
  const bucket = (id: string) => resources[id]!.Properties

  it('are those of app.arc, and kept when the stack goes', () => {
    const all = ofType('AWS::S3::Bucket').map(([id]) => id)
    // Architect's own, of the static files.
    const buckets = all.filter((id) => id !== 'StaticBucket')

    assert.deepEqual(buckets, ['CoversBucket', 'RawBucket'])
    for (const id of buckets) {
      const { DeletionPolicy, UpdateReplacePolicy } = resources[id]!
      assert.deepEqual([DeletionPolicy, UpdateReplacePolicy], ['Retain', 'Retain'])
    }
  })

  it('are private and encrypted', () => {
    for (const id of ['CoversBucket', 'RawBucket']) {
      const { PublicAccessBlockConfiguration, OwnershipControls, BucketEncryption } = bucket(id)

      assert.deepEqual(PublicAccessBlockConfiguration, {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      })
      assert.deepEqual(OwnershipControls, { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] })
      const [rule] = BucketEncryption.ServerSideEncryptionConfiguration
      assert.deepEqual(rule, { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } })
    }
  })

  it('are reached over TLS alone', () => {
    const { Bucket, PolicyDocument } = bucket('CoversBucketPolicy')

    assert.deepEqual(Bucket, { Ref: 'CoversBucket' })
    assert.deepEqual(PolicyDocument.Statement, [
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [
          { 'Fn::GetAtt': ['CoversBucket', 'Arn'] },
          { 'Fn::Sub': '${CoversBucket.Arn}/*' },
        ],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ])
  })

  it('let pages of the declared origins in, or those of the site', async () => {
    const originsOf = (id: string, all = resources) =>
      all[id]!.Properties['CorsConfiguration'].CorsRules[0].AllowedOrigins
    const [rule] = bucket('RawBucket')['CorsConfiguration'].CorsRules

    assert.deepEqual(rule.AllowedMethods, corsRules.methods)
    assert.deepEqual(rule.ExposedHeaders, corsRules.exposed)
    assert.deepEqual(originsOf('RawBucket'), ['https://admin.example.com'])
    assert.deepEqual(originsOf('CoversBucket'), ['https://*.cloudfront.net'])
    const own = await read({ APP_URL: 'https://www.example.com' })
    assert.deepEqual(originsOf('CoversBucket', own), ['https://www.example.com'])
  })

  it('forget unfinished uploads after a day, and objects where that is declared', () => {
    const rulesOf = (id: string) => bucket(id)['LifecycleConfiguration'].Rules
    const unfinished = {
      Id: 'unfinished-uploads',
      Status: 'Enabled',
      AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 },
    }

    assert.deepEqual(rulesOf('RawBucket'), [unfinished])
    assert.deepEqual(rulesOf('CoversBucket'), [
      unfinished,
      { Id: 'expire', Status: 'Enabled', ExpirationInDays: 30 },
    ])
  })

  it('notify their queues, which let buckets of this account do so', () => {
    const Queue = { 'Fn::GetAtt': ['ThumbsQueue', 'Arn'] }
    const Rules = [
      { Name: 'prefix', Value: 'in/' },
      { Name: 'suffix', Value: '.jpg' },
    ]
    const Filter = { S3Key: { Rules } }
    const [statement] = bucket('ThumbsQueuePolicy')['PolicyDocument'].Statement

    assert.deepEqual(bucket('CoversBucket')['NotificationConfiguration'].QueueConfigurations, [
      { Event: 's3:ObjectCreated:*', Queue, Filter },
      { Event: 's3:ObjectRemoved:Delete', Queue, Filter },
    ])
    assert.deepEqual(resources['CoversBucket']!.DependsOn, ['ThumbsQueuePolicy'])
    assert.equal(bucket('RawBucket')['NotificationConfiguration'], undefined)
    assert.deepEqual(bucket('ThumbsQueuePolicy')['Queues'], [{ Ref: 'ThumbsQueue' }])
    assert.deepEqual(
      [statement.Principal, statement.Action, statement.Resource],
      [{ Service: 's3.amazonaws.com' }, 'sqs:SendMessage', Queue],
    )
    assert.deepEqual(statement.Condition.StringEquals, {
      'aws:SourceAccount': { Ref: 'AWS::AccountId' },
    })
    // A queue has one policy: a second would take the place of the first.
    assert.equal(ofType('AWS::SQS::QueuePolicy').length, 1)
  })

  it('are named to the functions that name them, which may use them and no others', () => {
    const variablesOf = (id: string) => resources[id]!.Properties['Environment'].Variables
    const statementsOf = (id: string) =>
      resources[`${id}Role`]!.Properties['Policies'].flatMap(
        (it: { PolicyDocument: { Statement: object[] } }) => it.PolicyDocument.Statement,
      ) as { Sid: string; Action: string[]; Resource: object[] }[]
    const ofBuckets = (id: string) => statementsOf(id).filter(({ Sid }) => /Bucket/.test(Sid))

    assert.deepEqual(variablesOf('ThumbsQueueLambda')['BUCKET_COVERS'], { Ref: 'CoversBucket' })
    assert.equal(variablesOf('ThumbsQueueLambda')['BUCKET_RAW'], undefined)
    assert.deepEqual(
      ofBuckets('ThumbsQueueLambda').map(({ Action, Resource }) => [Action, Resource]),
      [
        [
          [
            's3:AbortMultipartUpload',
            's3:DeleteObject',
            's3:GetObject',
            's3:ListMultipartUploadParts',
            's3:PutObject',
          ],
          [{ 'Fn::Sub': '${CoversBucket.Arn}/*' }],
        ],
        [['s3:ListBucket'], [{ 'Fn::GetAtt': ['CoversBucket', 'Arn'] }]],
      ],
    )
    assert.deepEqual(ofBuckets('GetIndexHTTPLambda'), [])
    assert.equal(variablesOf('GetIndexHTTPLambda')['BUCKET_COVERS'], undefined)
  })

  it('wait for nothing that waits for them', () => {
    const needs = new Map(Object.entries(resources).map(([id, it]) => [id, listNeeds(it)]))
    const visit = (id: string, path: string[]): void => {
      assert.ok(!path.includes(id), [...path, id].join(' → '))
      for (const next of needs.get(id) ?? []) visit(next, [...path, id])
    }

    for (const [id] of ofType('AWS::S3::Bucket')) visit(id, [])
    for (const [id] of ofType('AWS::S3::BucketPolicy')) visit(id, [])
    for (const [id] of ofType('AWS::SQS::QueuePolicy')) visit(id, [])
    visit('HTTP', [])
    for (const [id] of ofType('AWS::IAM::Role')) visit(id, [])
  })

  /** What a resource names, its events excepted: those come after it. */
  function listNeeds({ Properties, DependsOn = [] }: Resource): string[] {
    const { Events: _events, ...rest } = Properties ?? {}
    const text = JSON.stringify(rest)
    const named = [
      ...[...text.matchAll(/"(?:Ref)":"(\w+)"/g)].map((it) => it[1]!),
      ...[...text.matchAll(/"Fn::GetAtt":\["(\w+)"/g)].map((it) => it[1]!),
      ...[...text.matchAll(/\$\{(\w+)(?:\.\w+)?\}/g)].map((it) => it[1]!),
    ]
    return [...new Set([...named, ...DependsOn])].filter((id) => id in resources)
  }
})
