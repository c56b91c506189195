/**
 * Conversions in the schema.
 *
 * @module
 */
import { defineModule, paginate, type PageArgs } from '#framework/graphql.ts'
import { requireUser } from '#framework/identity.ts'
import type { Conversion } from './conversions.ts'
import { typeDefs } from './type-defs.ts'

export default defineModule({
  typeDefs,

  resolvers: {
    Query: {
      conversion: async (_root, { id }: { id: string }, { request }) => {
        const user = await requireUser(request)
        const { findConversion } = await import('./conversions.ts')
        return findConversion(id, user.id)
      },
      conversions: async (_root, page: PageArgs, { request }) => {
        const user = await requireUser(request)
        const { listConversions } = await import('./conversions.ts')
        return paginate(page, (it) => listConversions(user.id, it))
      },
    },

    Mutation: {
      requestConversion: async (_root, { input }: { input: Input }, { request }) => {
        const { id: owner } = await requireUser(request)
        const { requestConversion } = await import('./conversions.ts')
        const options = (input.options ?? []).map(({ name, value }) => [name, value])
        return requestConversion({ ...input, options: Object.fromEntries(options), owner })
      },
    },

    ConversionForm: {
      fields: ({ fields }: { fields: Record<string, string> }) =>
        Object.entries(fields).map(([name, value]) => ({ name, value })),
    },
    Conversion: {
      status: ({ status }: Conversion) => status.toUpperCase(),
    },
    ConversionError: {
      places: ({ errors }: Conversion['error'] & {}) =>
        (errors ?? []).map(({ path, message }) => ({ place: path, message })),
    },
  },
})

interface Input {
  converter: string
  type: string
  options?: { name: string; value: string }[] | null
}
