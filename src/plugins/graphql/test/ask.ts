/**
 * Asks an API through the door that API Gateway uses.
 *
 * @module
 */
import type { GraphqlModule } from '#framework/graphql.ts'
import { http, type HttpEvent } from '#framework/http.ts'
import { createGraphql, type GraphqlOptions } from '../server.ts'

interface Answer {
  status: number
  headers: Record<string, string>
  body: {
    data?: Record<string, unknown> | null
    errors?: {
      message: string
      path?: (string | number)[]
      locations?: object[]
      extensions: Record<string, unknown>
    }[]
  }
}

/** A module small enough to be read beside its tests. */
export const books: GraphqlModule = {
  typeDefs: /* GraphQL */ `
    extend type Query {
      book(id: ID!): Book
      books(first: Int = 10): [Book!]!
      shelf(first: Int = 10, after: String): Shelf!
      strict(first: Int! = 5): Int!
      today(at: DateTime): DateTime
    }

    extend type Mutation {
      addBook(title: String!): Book!
      fail: Boolean
    }

    type Book {
      id: ID!
      title: String!
      sequel: Book
    }

    type Shelf {
      edges: [ShelfEdge!]!
      pageInfo: PageInfo!
    }

    type ShelfEdge {
      node: Book!
      cursor: String!
    }
  `,
  resolvers: {
    Query: {
      book: (_root, { id }: { id: string }) => ({ id, title: `Book ${id}` }),
      books: () => [],
      shelf: () => ({ edges: [], pageInfo: { hasNextPage: false, hasPreviousPage: false } }),
      strict: (_root, { first }: { first: number }) => first,
      today: (_root, { at }: { at?: string }) => at ?? new Date(0),
    },
    Mutation: {
      addBook: (_root, { title }: { title: string }) => ({ id: '1', title }),
      fail: () => {
        throw new Error('This must not run')
      },
    },
  },
}

/** Makes an API and the function that asks it. */
export function createAsk(options: Partial<GraphqlOptions> = {}) {
  const { handle } = createGraphql({ modules: [books], ...options })
  const handler = http(handle, { bodyLimit: 100_000, methods: ['GET', 'POST', 'OPTIONS'] })

  return async (parts: Ask): Promise<Answer> => {
    const { statusCode, headers, body } = await handler(toEvent(parts))
    return { status: statusCode, headers, body: body ? JSON.parse(body) : {} }
  }
}

interface Ask {
  method?: string
  query?: string
  variables?: object
  /** In place of `query` and `variables`. */
  body?: unknown
  search?: Record<string, string>
  headers?: Record<string, string>
}

function toEvent({ method = 'POST', query, variables, body, search, headers }: Ask): HttpEvent {
  const content = body ?? { query, variables }
  return {
    version: '2.0',
    routeKey: 'ANY /graphql',
    rawPath: '/graphql',
    rawQueryString: new URLSearchParams(search).toString(),
    headers: {
      host: 'localhost',
      ...(method === 'POST' && { 'content-type': 'application/json' }),
      ...headers,
    },
    requestContext: {
      requestId: 'test-request',
      domainName: 'localhost',
      http: { method, path: '/graphql', sourceIp: '127.0.0.1' },
    },
    ...(method === 'POST' && {
      body: typeof content === 'string' ? content : JSON.stringify(content),
      isBase64Encoded: false,
    }),
  }
}
