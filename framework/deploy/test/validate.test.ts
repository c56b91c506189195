import assert from 'node:assert/strict'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createValidator, type Validator } from '../checks/validate.ts'
import type { Template } from '../cloudformation.ts'
import { findReplacing } from '../guard/replacement.ts'
import { createSmallTemplate } from './small-template.ts'

describe('AWS’s own checker', () => {
  let template: Template
  let validator: Validator

  beforeAll(async () => {
    template = await createSmallTemplate()
    validator = await createValidator()
  })
  afterAll(() => validator.free())

  it('finds nothing in what a project of ours deploys', () => {
    assert.deepEqual(validator.check(template), [])
  })

  it('looks into functions, and at what they name', () => {
    const changed = structuredClone(template)
    const { GetIndexHTTPLambda, NotesTable, NightlyScheduleEvent } = changed.Resources
    GetIndexHTTPLambda!.Properties['MemorySize'] = 64
    NotesTable!.Properties['TableNme'] = 'notes'
    NightlyScheduleEvent!.Properties['Target'] = {
      ...(NightlyScheduleEvent!.Properties['Target'] as object),
      Arn: { 'Fn::GetAtt': ['NobodyLambda', 'Arn'] },
    }

    const found = validator.check(changed).map(({ resource, says }) => `${resource} ${says}`)

    assert.ok(
      found.some((it) => /^GetIndexHTTPLambda .*MemorySize.*128/.test(it)),
      found.join('\n'),
    )
    assert.ok(
      found.some((it) => /^NotesTable .*TableNme/.test(it)),
      found.join('\n'),
    )
    assert.ok(
      found.some((it) => /^NightlyScheduleEvent .*NobodyLambda/.test(it)),
      found.join('\n'),
    )
  })

  it('agrees with the guard on what replaces a resource', () => {
    const notes = validator.checkAll(template).filter(({ id }) => id === 'I9001')

    assert.ok(notes.length > 20)
    for (const { type = '', says } of notes) {
      const [, property = ''] = /^Properties\.(\w+)/.exec(says) ?? []
      const known = findReplacing(type) ?? []
      assert.ok(
        known.some((it) => it.split('.')[0] === property),
        `${type} ${property}`,
      )
    }
  })
})
