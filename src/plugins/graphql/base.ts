/**
 * The part of the schema that is there whatever is plugged in.
 *
 * @module
 */
import { GraphQLError } from 'graphql'
import { defineModule } from '#framework/graphql.ts'
import { authDirective } from './protect.ts'

export const base = defineModule({
  typeDefs: /* GraphQL */ `
    ${authDirective}

    type Query {
      "Always true: for probes."
      up: Boolean!
    }

    "A moment, as \`2026-11-21T09:30:00.000Z\`."
    scalar DateTime @specifiedBy(url: "https://scalars.graphql.org/andimarek/date-time.html")

    "Where a page lies in its list."
    type PageInfo {
      hasNextPage: Boolean!
      hasPreviousPage: Boolean!
      startCursor: String
      endCursor: String
    }
  `,

  resolvers: {
    Query: { up: () => true },
    DateTime: { coerceOutputValue: toDateTime, coerceInputValue: toDateTime },
  },
})

const shape = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

function toDateTime(value: unknown): string {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' && shape.test(value) && !Number.isNaN(Date.parse(value))) {
    return value
  }
  throw new GraphQLError('A DateTime is written as 2026-11-21T09:30:00.000Z')
}
