/**
 * A list of a hundred articles, from memory.
 *
 * @module
 */
import { defineModule } from '#framework/graphql.ts'
import { articles } from '../../bench/peers/functions/articles.mjs'

export default defineModule({
  typeDefs: /* GraphQL */ `
    extend type Query {
      articles: [Article!]!
    }

    type Article {
      slug: String!
      title: String!
      summary: String!
      author: String!
      views: Int!
    }
  `,

  resolvers: { Query: { articles: () => articles } },
})
