import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, it } from 'vitest'
import type { Template } from '../cloudformation.ts'
import { listFindings, type Finding } from '../guard.ts'
import { readAllowances } from '../guard/allow.ts'
import { rules } from '../rules/all.ts'
import { changeRules } from '../rules/changes.ts'
import { losses, mistakes, type Mutation } from './mutations.ts'
import { createSmallTemplate, variables } from './small-template.ts'

const context = {
  stage: 'production',
  stackName: 'SmallProduction',
  secrets: [variables.APP_SECRET],
} as const

describe('the guard', () => {
  let template: Template

  beforeAll(async () => {
    template = await createSmallTemplate()
  })

  function broken({ break: change }: Mutation): { template: Template } {
    const changed = structuredClone(template)
    change(changed)
    return { template: changed }
  }
  const toText = ({ resource, says }: Finding) => `${resource} ${says}`

  it('finds nothing in what a project of ours deploys', () => {
    const alone = listFindings({ template, context })
    const again = listFindings({ template, before: structuredClone(template), context })

    assert.deepEqual([...alone, ...again], [])
  })

  it.each(mistakes)('stops a template when $when', (mutation) => {
    const findings = listFindings({ ...broken(mutation), context })

    const own = findings.filter(({ rule }) => rule === mutation.rule)
    assert.ok(
      own.some((finding) => mutation.says.test(toText(finding))),
      own.map(toText).join('\n'),
    )
    assert.ok(findings.every(({ isAllowed }) => !isAllowed))
  })

  it.each(losses)('stops a deploy when $when', (mutation) => {
    const before = structuredClone(template)
    mutation.before?.(before)
    const findings = listFindings({ ...broken(mutation), before, context })

    const own = findings.filter(({ rule }) => rule === mutation.rule)
    assert.ok(
      own.some((finding) => mutation.says.test(toText(finding))),
      own.map(toText).join('\n'),
    )
  })

  it('lets through what a flag names, at that resource and nowhere else', () => {
    const changed = structuredClone(template)
    for (const id of ['NotesTable', 'PlugboardKeysTable']) {
      changed.Resources[id]!.Properties['KeySchema'] = [{ AttributeName: 'x', KeyType: 'HASH' }]
    }
    const stoppedBy = (...flags: string[]) =>
      listFindings({
        template: changed,
        before: template,
        context,
        allowances: readAllowances(flags),
      })
        .filter(({ isAllowed }) => !isAllowed)
        .map(({ resource }) => resource)

    assert.deepEqual(stoppedBy(), ['PlugboardKeysTable', 'NotesTable'])
    assert.deepEqual(stoppedBy('--allow', 'data-lost:NotesTable'), ['PlugboardKeysTable'])
    assert.deepEqual(stoppedBy('--allow=data-lost'), [])
    assert.deepEqual(stoppedBy('--allow', 'backups'), ['PlugboardKeysTable', 'NotesTable'])
  })

  it('knows no rule that is not there', () => {
    assert.throws(() => readAllowances(['--allow', 'all']), /--allow all: there is no such rule/)
  })

  it('lets access become narrower, and new parts come', () => {
    const after = structuredClone(template)
    const role = after.Resources['GetNotesIdHTTPLambdaRole']!.Properties as Record<string, any> // eslint-disable-line typescript/no-explicit-any
    role['Policies'][0].PolicyDocument.Statement.pop()
    const before = structuredClone(template)
    for (const id of Object.keys(before.Resources)) {
      if (id.startsWith('Thumbnails') || id.startsWith('GetIndex')) delete before.Resources[id]
    }
    const { DefinitionBody } = before.Resources['HTTP']!.Properties as Record<string, any> // eslint-disable-line typescript/no-explicit-any
    const { Policies } = before.Resources['HTTPRole']!.Properties as Record<string, any> // eslint-disable-line typescript/no-explicit-any
    delete DefinitionBody.paths['/']
    Policies[0].PolicyDocument.Statement[0].Resource.pop()

    assert.deepEqual(listFindings({ template: after, before, context }), [])
  })

  it('does not let the API’s role call what is no route', () => {
    const after = structuredClone(template)
    const { Policies } = after.Resources['HTTPRole']!.Properties as Record<string, any> // eslint-disable-line typescript/no-explicit-any
    Policies[0].PolicyDocument.Statement[0].Resource.push({
      'Fn::GetAtt': ['NightlyScheduleLambda', 'Arn'],
    })

    const findings = listFindings({ template: after, before: template, context })

    assert.deepEqual(findings.map(toText), [
      'HTTPRole could now do lambda:InvokeFunction on NightlyScheduleLambda',
    ])
  })

  it('has every rule in docs/guard.md, and no other there', () => {
    const documented = readFileSync('docs/guard.md', 'utf8').matchAll(/^\| `([\w-]+)`/gm)
    const all = [...changeRules, ...rules].map(({ id }) => id)

    assert.deepEqual(
      [...documented].map(([, id]) => id).toSorted(),
      [...all, 'macros', 'not-compared'].toSorted(),
    )
  })

  it('has a mutation for every rule', () => {
    const proved = new Set([...mistakes, ...losses].map(({ rule }) => rule))

    for (const { id } of [...changeRules, ...rules]) assert.ok(proved.has(id), id)
  })
})
