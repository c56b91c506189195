import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { expandTemplate } from '../checks/expand.ts'
import { listRoutes } from '../http-api.ts'
import { listFindings } from '../guard.ts'
import { warnOfMany } from '../rules/size.ts'
import { propertiesOf, useTemplates } from './use-templates.ts'

describe('routes, deployed', () => {
  const make = useTemplates()

  it('answer HEAD wherever they answer GET', async () => {
    const template = await make('get /notes/:id\npost /notes\nany /*')

    const keys = listRoutes(template.Resources['HTTP']!).map(({ key }) => key)
    assert.deepEqual(keys.toSorted(), [
      'ANY /{proxy+}',
      'GET /',
      'GET /notes/{id}',
      'HEAD /',
      'HEAD /notes/{id}',
      'POST /notes',
    ])
  })

  it('call their functions by one role, which may call these and nothing else', async () => {
    const template = await make('any /notes\n\n@queues\nwork\n  fifo false')

    const { Policies, AssumeRolePolicyDocument } = propertiesOf(
      template,
      'HTTPRole',
    ) as unknown as Role
    const { Action, Resource } = Policies[0]!.PolicyDocument.Statement[0]!
    assert.deepEqual(Action, ['lambda:InvokeFunction'])
    assert.deepEqual(Resource.map((it) => it['Fn::GetAtt'][0]!).toSorted(), [
      'AnyNotesHTTPLambda',
      'GetIndexHTTPLambda',
    ])
    assert.deepEqual(AssumeRolePolicyDocument.Statement[0]!.Principal, {
      Service: 'apigateway.amazonaws.com',
    })
    for (const { integration } of listRoutes(template.Resources['HTTP']!)) {
      assert.deepEqual(integration.credentials, { 'Fn::GetAtt': ['HTTPRole', 'Arn'] })
    }
  })

  it('take three resources each: the function, its role, its log', async () => {
    const count = async (lines: string) =>
      Object.keys(expandTemplate(await make(lines)).Resources).length

    assert.equal(await count('get /notes\npost /notes'), (await count('')) + 6)
  })

  it('may be more than one role has room for', async () => {
    const lines = Array.from({ length: 99 }, (_, index) => `get /notes-${index}`).join('\n')

    const template = await make(lines)

    const sizes = ['HTTPRole', 'HTTPRole2'].map(
      (id) =>
        (propertiesOf(template, id) as unknown as Role).Policies[0]!.PolicyDocument.Statement[0]!
          .Resource.length,
    )
    assert.deepEqual(sizes, [80, 20])
    const context = { stage: 'staging', stackName: 'SmallStaging', secrets: [] } as const
    const rules = new Set(listFindings({ template, context }).map(({ rule }) => rule))
    assert.ok(!rules.has('routes-called') && !rules.has('role-size'), [...rules].join())
  })
})

describe('a stack', () => {
  it('is told of when it is nearly too large', () => {
    assert.equal(warnOfMany(449), undefined)
    assert.match(warnOfMany(450)!, /^450 resources, and CloudFormation takes 500: before you add/)
    // From there on a rule says so, and stops the deploy.
    assert.equal(warnOfMany(501), undefined)
  })
})

interface Role {
  AssumeRolePolicyDocument: { Statement: { Principal: object }[] }
  Policies: {
    PolicyDocument: { Statement: { Action: string[]; Resource: { 'Fn::GetAtt': string[] }[] }[] }
  }[]
}
