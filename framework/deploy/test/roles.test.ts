import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { readAccess } from '../access/read-access.ts'
import { listFunctions, listOfType, type Template } from '../cloudformation.ts'
import { createTemplate } from '../create.ts'
import { createAccessProject } from './access-project.ts'

const secret = 'a-secret-that-nobody-guesses-in-a-hundred-years'
const service = `import { defineService } from '#framework/service.ts'

export default defineService({
  name: 'helper',
  dir: import.meta.dirname,
  description: 'Helps',
  env: {
    HELPER_KEY: { description: 'opens a door', secret: true },
    HELPER_NAME: { description: 'of the helper' },
    HELPER_UNUSED: { description: 'is read by nobody' },
  },
  permissions: [
    { actions: ['ses:SendEmail'], resources: ['arn:aws:ses:*:*:identity/*'], functions: ['get /helped'] },
    { actions: ['rekognition:DetectLabels'], resources: ['*'] },
  ],
})
`
const variables = {
  APP_SECRET: secret,
  HELPER_KEY: 'key-of-the-helper',
  HELPER_NAME: 'Ada',
  HELPER_UNUSED: 'unused',
  A_TOKEN: 'token-of-a-package',
  TZ: 'Europe/Vienna',
}
const routes = {
  notes: `import { notes } from '#shared/parts.ts'
export const handler = http(async () => json(await notes.query({ where: { slug: 'a' } })))`,
  indexed: `import { notes } from '#shared/parts.ts'
export const handler = http(async () => json(await notes.query({ index: 'byState', where: { state: 'a' } })))`,
  helped: `import { help } from '#services/helper'
import { appUrl } from '#framework/env.ts'
export const handler = http(() => json([help(), appUrl()]))`,
  plain: 'export const handler = http(() => json({}))',
  architect: `import arc from '@architect/functions'
export const handler = http(async () => json(await arc.tables()))`,
}

describe('roles', () => {
  let folder: string
  let template: Template

  beforeAll(async () => {
    folder = createAccessProject(
      routes,
      {
        'src/plugins/helper/index.ts': service,
        'src/plugins/helper/api.ts': `import { requireEnv } from '#framework/env.ts'
export const help = () => [requireEnv('HELPER_KEY'), requireEnv('HELPER_NAME')]
`,
        'src/http/get-plain/config.arc': `@aws
policies AWSXRayDaemonWriteAccess
`,
      },
      { plugins: 'helper\n  src src/plugins/helper/index.ts\n' },
    )
    template = await createTemplate({ cwd: folder, variables, readAccess })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const statementsOf = (id: string) => {
    const { Policies } = template.Resources[`${id}Role`]!.Properties as { Policies: Policy[] }
    return Object.fromEntries(
      Policies.flatMap((it) => it.PolicyDocument.Statement).map(({ Sid, Action, Resource }) => [
        Sid,
        { Action, Resource },
      ]),
    )
  }
  const variablesOf = (id: string) => template.Resources[id]!.Properties.Environment!.Variables

  it('are one for each function, and Architect’s is gone', () => {
    const roles = listFunctions(template).map(([, { Properties }]) => Properties['Role'])

    for (const [id] of listFunctions(template)) {
      assert.deepEqual(template.Resources[id]!.Properties['Role'], {
        'Fn::GetAtt': [`${id}Role`, 'Arn'],
      })
    }
    assert.equal(new Set(roles.map((it) => JSON.stringify(it))).size, roles.length)
    assert.equal(template.Resources['Role'], undefined)
    assert.equal(template.Resources['ParameterStorePolicy'], undefined)
    assert.doesNotMatch(JSON.stringify(template), /"Ref":"Role"/)
  })

  it('allow what the code does to its tables, and write to its own log', () => {
    assert.deepEqual(statementsOf('GetNotesHTTPLambda')['NotesTable'], {
      Action: ['dynamodb:Query'],
      Resource: [{ 'Fn::GetAtt': ['NotesTable', 'Arn'] }],
    })
    const indexed = statementsOf('GetIndexedHTTPLambda')
    assert.equal(indexed['NotesTable'], undefined)
    assert.deepEqual(indexed['NotesTableIndexes'], {
      Action: ['dynamodb:Query'],
      Resource: [{ 'Fn::Sub': '${NotesTable.Arn}/index/byState' }],
    })
    assert.deepEqual(statementsOf('GetNotesHTTPLambda')['Log'], {
      Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: [{ 'Fn::GetAtt': ['GetNotesHTTPLambdaLogs', 'Arn'] }],
    })
    assert.deepEqual(Object.keys(statementsOf('GetPlainHTTPLambda')), ['Log', 'Secrets'])
  })

  it('let a function take what wakes it, and set aside what it fails at', () => {
    const queue = statementsOf('WorkQueueLambda')
    const stream = statementsOf('DraftsTableStreamLambda')
    const event = statementsOf('NotedEventLambda')

    assert.deepEqual(queue['FromWorkQueue'], {
      Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      Resource: [{ 'Fn::GetAtt': ['WorkQueue', 'Arn'] }],
    })
    assert.equal(queue['Send'], undefined)
    assert.deepEqual(stream['FromDraftsTable']!.Resource, [
      { 'Fn::GetAtt': ['DraftsTable', 'StreamArn'] },
    ])
    for (const statements of [stream, event]) {
      assert.deepEqual(statements['SetAside']!.Action, ['sqs:SendMessage'])
      assert.match(JSON.stringify(statements['SetAside']!.Resource), /DeadLetters/)
    }
  })

  it('give what a service needs to the functions that it names, or that hold its code', () => {
    assert.deepEqual(Object.keys(statementsOf('GetHelpedHTTPLambda')).filter(isService), [
      'Service1',
      'Service2',
    ])
    assert.deepEqual(Object.keys(statementsOf('GetNotesHTTPLambda')).filter(isService), [])
  })

  it('have no * for an action, and none for a resource but where a service says so', () => {
    const all = listOfType(template, 'AWS::IAM::Role').flatMap(([, { Properties }]) =>
      (Properties['Policies'] as Policy[]).flatMap((it) => it.PolicyDocument.Statement),
    )
    for (const { Sid = '', Action, Resource } of all) {
      assert.doesNotMatch(JSON.stringify(Action), /\*/)
      if (!isService(Sid)) assert.ok(!JSON.stringify(Resource).includes('"*"'), Sid)
    }
  })

  it('let whoever holds @architect/functions do all to what is the project’s', () => {
    const { Discovery, NotesTable, Publish, Send } = statementsOf('GetArchitectHTTPLambda')

    assert.deepEqual(Discovery!.Action, ['ssm:GetParameter', 'ssm:GetParametersByPath'])
    assert.equal(NotesTable!.Action.length, 8)
    assert.deepEqual(Publish!.Resource, [{ Ref: 'NotedEventTopic' }])
    assert.deepEqual(Send!.Resource, [{ 'Fn::GetAtt': ['WorkQueue', 'Arn'] }])
    assert.ok('ARC_STACK_NAME' in variablesOf('GetArchitectHTTPLambda'))
  })

  it('keep the policies of a function’s config.arc', () => {
    const { Role, Policies } = template.Resources['GetPlainHTTPLambda']!.Properties
    const { ManagedPolicyArns } = template.Resources['GetPlainHTTPLambdaRole']!.Properties

    assert.deepEqual(
      [Role, Policies],
      [{ 'Fn::GetAtt': ['GetPlainHTTPLambdaRole', 'Arn'] }, undefined],
    )
    assert.deepEqual(ManagedPolicyArns, [
      { 'Fn::Sub': 'arn:${AWS::Partition}:iam::aws:policy/AWSXRayDaemonWriteAccess' },
    ])
  })

  it('let a function read the parameters it is told of, and no others', () => {
    const path = (it: string) =>
      `arn:\${AWS::Partition}:ssm:\${AWS::Region}:\${AWS::AccountId}:parameter${it}`

    assert.deepEqual(statementsOf('GetHelpedHTTPLambda')['Secrets'], {
      Action: ['ssm:GetParameters'],
      Resource: [
        { 'Fn::Sub': path('/small/staging/HELPER_KEY') },
        { 'Fn::Sub': path('/small/staging/A_TOKEN') },
        { 'Fn::Sub': path('/SmallStaging/APP_URL') },
      ],
    })
  })

  describe('the environment', () => {
    it('has no secret, but the way to it', () => {
      const { PLUGBOARD_PARAMETERS } = variablesOf('GetNotesHTTPLambda')

      for (const value of [secret, variables.HELPER_KEY, variables.A_TOKEN]) {
        assert.ok(!JSON.stringify(template).includes(value), value)
      }
      // A page of a query has a cursor, which is signed.
      assert.equal(
        PLUGBOARD_PARAMETERS,
        'APP_SECRET=/small/staging/APP_SECRET,A_TOKEN=/small/staging/A_TOKEN',
      )
    })

    it('has what the code names, and what only a package can be meant for', () => {
      const names = Object.keys(variablesOf('GetHelpedHTTPLambda')).toSorted()
      const plain = Object.keys(variablesOf('GetPlainHTTPLambda')).toSorted()

      assert.deepEqual(names, ['ARC_ENV', 'HELPER_NAME', 'PLUGBOARD_PARAMETERS', 'TZ'])
      assert.deepEqual(plain, ['ARC_ENV', 'PLUGBOARD_PARAMETERS', 'TZ'])
      assert.deepEqual(variablesOf('GetNotesHTTPLambda')['TABLE_NOTES'], { Ref: 'NotesTable' })
    })

    it('is refused to a function that would not wait for its secret', async () => {
      const wrapped = (handler: string) => `import { withSecrets } from '#framework/secrets.ts'
import { requireEnv } from '#framework/env.ts'
export const handler = ${handler}
`
      const deploy = async (handler: string) => {
        const stream = { 'src/tables-streams/drafts/index.ts': wrapped(handler) }
        const cwd = createAccessProject({ plain: routes.plain }, stream)
        const made = createTemplate({ cwd, variables, readAccess })
        await made.finally(() => rmSync(cwd, { recursive: true, force: true }))
      }

      await assert.rejects(
        deploy("async () => requireEnv('APP_SECRET')"),
        /DraftsTableStreamLambda\] reads a secret.*withSecrets/,
      )
      await assert.doesNotReject(deploy("withSecrets(async () => requireEnv('APP_SECRET'))"))
    })

    it('has the site’s address, where the stage says it', async () => {
      const APP_URL = 'https://www.example.com'
      const own = await createTemplate({
        cwd: folder,
        variables: { ...variables, APP_URL },
        readAccess,
      })
      const { Variables } = own.Resources['GetHelpedHTTPLambda']!.Properties.Environment!

      assert.equal(Variables['APP_URL'], APP_URL)
      assert.doesNotMatch(String(Variables['PLUGBOARD_PARAMETERS']), /APP_URL/)
    })
  })
})

interface Policy {
  PolicyDocument: { Statement: { Sid: string; Action: string[]; Resource: unknown[] }[] }
}

function isService(sid: string): boolean {
  return sid.startsWith('Service')
}
