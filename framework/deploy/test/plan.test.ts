import assert from 'node:assert/strict'
import { stripVTControlCharacters } from 'node:util'
import { beforeAll, describe, it } from 'vitest'
import type { Template } from '../cloudformation.ts'
import { createPlan } from '../plan.ts'
import { renderPlan } from '../plan/render.ts'
import { createSmallTemplate } from './small-template.ts'

type Properties = Record<string, any> // eslint-disable-line typescript/no-explicit-any

describe('the plan', () => {
  let template: Template

  beforeAll(async () => {
    template = await createSmallTemplate()
  })

  function print(after: Template, before?: Template, { width = 100 } = {}): string {
    const printed = renderPlan({
      plan: createPlan(after, before),
      app: 'small',
      stage: 'production',
      stackName: 'SmallProduction',
      region: 'eu-west-1',
      deployed: { source: 'aws', ...(before && { template: before }) },
      findings: [],
      variables: { problems: [] },
      isCodeCompared: true,
      rules: 34,
      command: 'npm run deploy -- --production',
      width,
      labelOf: (id) => id,
    })
    return stripVTControlCharacters(printed)
  }

  function change(...changes: ((properties: (id: string) => Properties, it: Template) => void)[]) {
    const after = structuredClone(template)
    for (const apply of changes) apply((id) => after.Resources[id]!.Properties, after)
    return print(after, template)
  }

  it('lists what is new by kind, under the names of app.arc', () => {
    const text = print(template)

    assert.match(text, /all of this is new/)
    assert.match(text, /\+ 2 tables +notes, plugboard-keys/)
    assert.match(text, /\+ 2 routes +get \/, get \/notes\/:id/)
    assert.match(text, /\+ queue +thumbnails/)
    assert.match(text, /\+ stream +notes/)
    assert.match(text, /\+ schedule +nightly/)
    assert.match(text, /\+ bucket +covers/)
    assert.match(text, /Deploy it: npm run deploy -- --production/)
  })

  it('says that nothing changes', () => {
    const text = print(template, structuredClone(template))

    assert.match(text, /Compared with what is deployed: nothing changes\./)
    assert.doesNotMatch(text, /^ {2}[+~±−] /m)
  })

  it('says what changes in words, and never the value of a variable', () => {
    const text = change(
      (of) => {
        Object.assign(of('GetIndexHTTPLambda'), { MemorySize: 1024, Timeout: 8 })
        of('GetIndexHTTPLambda')['Environment'].Variables.MOTTO = 'sesame'
      },
      (of) => (of('ThumbnailsQueue')['VisibilityTimeout'] = 90),
      (of) => delete of('NotesTable')['PointInTimeRecoverySpecification'],
      (of) => (of('NightlyScheduleEvent')['ScheduleExpression'] = 'rate(2 days)'),
    )

    assert.match(text, /: 4 changed\./)
    assert.match(
      text,
      /~ route +get \/ +memory \S+ → 1024 MB, time-out \d+ → 8 s, variable MOTTO added/,
    )
    assert.match(text, /~ queue +thumbnails +visibility time-out \d+ → 90 s/)
    assert.match(text, /~ table +notes +point-in-time recovery off/)
    assert.match(text, /~ schedule +nightly +runs rate\(1 day\) → rate\(2 days\)/)
    assert.doesNotMatch(text, /sesame/)
  })

  it('tells a replaced table from a changed one, and a removed part as one', () => {
    const text = change(
      (of) => (of('NotesTable')['KeySchema'][0].AttributeName = 'slug'),
      (_of, { Resources }) => {
        for (const id of Object.keys(Resources)) if (id.startsWith('Nightly')) delete Resources[id]
      },
    )

    assert.match(text, /1 replaced, 1 removed/)
    assert.match(text, /± table +notes +table replaced: key id → slug/)
    assert.match(text, /− schedule +nightly$/m)
  })

  it('puts together what changes in the same way', () => {
    const text = change((of) => {
      for (const id of ['GetIndexHTTPLambda', 'GetNotesIdHTTPLambda']) of(id)['MemorySize'] = 2048
    })

    assert.match(text, /~ 2 routes +get \/, get \/notes\/:id +memory \S+ → 2048 MB/)
  })

  it('tells new code from old', () => {
    const mark = (it: Template, code: string) => {
      const marked = structuredClone(it)
      const { Metadata } = marked.Resources['GetIndexHTTPLambda']!
      marked.Resources['GetIndexHTTPLambda']!.Metadata = { ...Metadata, Plugboard: { code } }
      return marked
    }

    const changed = print(mark(template, 'b'), mark(template, 'a'))
    const unknown = print(template, mark(template, 'a'))

    assert.match(changed, /~ route +get \/ +code/)
    assert.match(unknown, /nothing changes/)
  })

  it('says what the fixed parts cost, and what they cost now', () => {
    const less = structuredClone(template)
    for (const id of Object.keys(less.Resources))
      if (id.endsWith('Alarm')) delete less.Resources[id]

    const text = print(template, less)

    const [, total, now] =
      /\$(\d+\.\d\d) a month before anybody visits(?: \(now \$(\d+\.\d\d)\))?/.exec(text)!
    assert.ok(Number(now ?? total) <= Number(total))
    assert.match(text, /(CloudWatch: alarms|Within the free tier)/)
  })

  it('stays within the terminal', () => {
    for (const width of [60, 80, 120]) {
      const lines = print(template, undefined, { width }).split('\n')
      assert.ok(
        lines.every((line) => line.length <= width),
        lines.find((it) => it.length > width),
      )
    }
  })
})
