import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, it } from 'vitest'
import { generateDocuments, generateTrusted, type Source } from '../codegen/generate.ts'
import { composeSchema } from '../schema.ts'
import { books } from './ask.ts'

const schema = composeSchema([books])

describe('codegen', () => {
  it('writes the types of a document, and the document with its id', async () => {
    const text =
      'query Lookup($id: ID!) { book(id: $id) { ...Part } } fragment Part on Book { title }'
    const [generated] = await generateDocuments(schema, [toSource(text)])

    const sent = /text: '(.*)'/.exec(generated!.content)?.[1]
    assert.equal(generated?.file, '/x/lookup.gen.ts')
    assert.match(
      generated.content,
      /export type LookupQuery = \{ book: \{ title: string \} \| null \}/,
    )
    assert.match(
      generated.content,
      /LookupDocument: TypedDocument<LookupQuery, LookupQueryVariables>/,
    )
    assert.match(sent!, /^query Lookup\(\$id:ID!\)\{book\(id:\$id\)\{\.\.\.Part\}\}fragment Part/)
    assert.match(generated.content, new RegExp(`id: '${sha256(sent!)}'`))
  })

  it('trusts exactly what it wrote', async () => {
    const source = toSource('query A { up } mutation B { addBook(title: "it\'s") { id } }')
    const [generated] = await generateDocuments(schema, [source])
    const trusted = generateTrusted([source])

    const ids = [...generated!.content.matchAll(/id: '(\w+)'/g)].map(([, id]) => id!)
    assert.equal(ids.length, 2)
    for (const id of ids) assert.ok(trusted.includes(`'${id}':`))
    assert.ok(trusted.includes("it\\'s"))
  })

  it('tells where a document does not fit', async () => {
    const sources = [toSource('query A { nope }'), toSource('{ up }'), toSource('query low { up }')]

    await assert.rejects(generateDocuments(schema, sources), (error: AggregateError) => {
      assert.deepEqual(
        error.errors.map(({ message }: Error) => message),
        [
          'Cannot query field "nope" on type "Query".',
          'Name the operation, in PascalCase.',
          'Name the operation, in PascalCase.',
        ],
      )
      return true
    })
  })
})

function toSource(text: string): Source {
  return { file: '/x/lookup.graphql', name: 'x/lookup.graphql', text }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
