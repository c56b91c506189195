/**
 * The schema of the GraphQL jobs, and what a resolver is given to find an article.
 *
 * @module
 */
const article = `
  type Article {
    slug: String!
    title: String!
    summary: String!
    author: String!
    views: Int!
  }
`

export const listSchema = `type Query { articles: [Article!]! } ${article}`

export const readSchema = `type Query { article(slug: String!): Article } ${article}`
