/**
 * One article of a table, for those who are signed in.
 *
 * @module
 */
import { defineModule } from '#framework/graphql.ts'
import { defineTable } from '#framework/tables.ts'

interface Article {
  slug: string
  title: string
  summary: string
  author: string
  views: number
}

const articles = defineTable<Article, 'slug'>('articles', { key: ['slug'] })

export default defineModule({
  typeDefs: /* GraphQL */ `
    extend type Query {
      article(slug: String!): Article @auth
    }

    type Article {
      slug: String!
      title: String!
      summary: String!
      author: String!
      views: Int!
    }
  `,

  resolvers: {
    Query: { article: (_root, { slug }: { slug: string }) => articles.get({ slug }) },
  },
})
