import assert from 'node:assert/strict'
import { describe, it } from 'vitest'
import { AppError } from '../errors.ts'
import { validate, z, type Infer } from '../validate.ts'

const schema = z.object({
  title: z.string().check(z.trim(), z.minLength(2)),
  tags: z.optional(z.array(z.object({ name: z.string() }))),
})

describe('validate', () => {
  it('answers the typed value, without what the schema does not name', () => {
    const value: Infer<typeof schema> = validate(schema, { title: '  Hello ', extra: 1 })

    assert.deepEqual(value, { title: 'Hello' })
  })

  it('names every value at fault, in words', () => {
    const input = { title: 'x', tags: [{ name: 'ok' }, { name: 7 }] }

    assert.throws(
      () => validate(schema, input, { where: 'body' }),
      (error) => {
        assert.ok(error instanceof AppError)
        assert.equal(error.code, 'INVALID_INPUT')
        assert.equal(error.status, 422)
        assert.equal(error.detail, 'The body is not valid')
        assert.deepEqual(error.errors, [
          { path: 'title', message: 'must have at least 2 characters' },
          { path: 'tags.1.name', message: 'must be a text' },
        ])
        return true
      },
    )
  })

  it('says what is wrong as one would to a person', () => {
    const everything = z.object({
      missing: z.string(),
      empty: z.string().check(z.minLength(1)),
      long: z.string().check(z.maxLength(1)),
      many: z.array(z.string()).check(z.maxLength(1)),
      high: z.number().check(z.lte(5)),
      mail: z.email(),
      choice: z.enum(['save', 'publish']),
      own: z.string().check(z.refine(() => false, 'is taken')),
    })
    const value = {
      empty: '',
      long: 'ab',
      many: ['a', 'b'],
      high: 9,
      mail: 'x',
      choice: 'burn',
      own: 'x',
    }

    assert.throws(
      () => validate(everything, value),
      (error) => {
        const messages = (error as AppError).errors!.map(
          ({ path, message }) => `${path} ${message}`,
        )
        assert.deepEqual(messages, [
          'missing is missing',
          'empty must not be empty',
          'long must have at most 1 character',
          'many must have at most 1 entry',
          'high must be at most 5',
          'mail must be an e-mail address',
          'choice must be one of "save", "publish"',
          'own is taken',
        ])
        return true
      },
    )
  })

  it('does not let a body reach a prototype', () => {
    const value = validate(z.looseObject({}), JSON.parse('{"__proto__":{"admin":true}}'))

    assert.equal((value as { admin?: boolean }).admin, undefined)
    assert.equal(({} as { admin?: boolean }).admin, undefined)
  })
})
