/**
 * The magazine's part of the schema.
 *
 * @module
 */
import { defineModule, paginate, type GraphqlContext, type PageArgs } from '#framework/graphql.ts'
import type { ArticleInput } from './article-input.ts'
import {
  findArticle,
  findArticles,
  listArticles,
  type Article,
  type ArticleSummary,
} from './articles.ts'
import { mostRead } from './digests.ts'
import { requireWriter } from './people.ts'
import { documents } from './trusted.gen.ts'
import { findViews } from './views-count.ts'

export default defineModule({
  typeDefs: /* GraphQL */ `
    extend type Query {
      "Published articles, newest first. At most 50 at once."
      articles(first: Int = 10, after: String): ArticleConnection!

      "A published article; null where there is none."
      article(slug: String!): Article

      "What was read most in the last week, by the digest of the night. At most 10."
      mostRead(first: Int = 5): [Article!]!
    }

    extend type Mutation {
      """
      Saves an article: a new draft, or with \`slug\` and \`version\` the next version of one. For
      writers. Fails with \`WRITER_REQUIRED\`, \`INVALID_INPUT\`, \`ARTICLE_NOT_FOUND\`, or \`CONFLICT\`
      when somebody else has saved it meanwhile.
      """
      saveArticle(input: SaveArticleInput!): Article!

      "Publishes a draft. For writers. Fails with \`WRITER_REQUIRED\` or \`ARTICLE_NOT_FOUND\`."
      publishArticle(slug: String!): Article!
    }

    input SaveArticleInput {
      "Which article; without it a new one is made."
      slug: String
      "The version that you have read; needed with a slug."
      version: Int
      title: String!
      summary: String!
      "Markdown."
      body: String!
      tags: [String!]! = []
    }

    type Article {
      slug: String!
      title: String!
      summary: String!
      "The text, as HTML without scripts."
      html: String!
      author: String!
      tags: [String!]!
      "Of a draft, when it was last saved."
      publishedAt: DateTime!
      updatedAt: DateTime!
      readingMinutes: Int!
      "How often it was read."
      views: Int!
      "Counts the saves."
      version: Int!
    }

    type ArticleConnection {
      edges: [ArticleEdge!]!
      pageInfo: PageInfo!
    }

    type ArticleEdge {
      node: Article!
      cursor: String!
    }
  `,

  resolvers: {
    Query: {
      articles: (_root, page: PageArgs) => paginate(page, listArticles),
      article: (_root, { slug }: { slug: string }) => findArticle(slug),
      mostRead: async (_root, { first }: { first: number }) =>
        findPublished((await mostRead({ limit: first })).map(({ slug }) => slug)),
    },

    Mutation: {
      saveArticle: async (_root, { input }: { input: ArticleInput }, { request }) => {
        const writer = await requireWriter(request)
        const { saveArticle } = await publishing()
        return saveArticle(withoutNulls(input), writer)
      },
      publishArticle: async (_root, { slug }: { slug: string }, { request }) => {
        const writer = await requireWriter(request)
        const { publishArticle } = await publishing()
        return publishArticle(slug, writer)
      },
    },

    Article: {
      author: ({ author }: ArticleSummary) => author.name,
      publishedAt: ({ publishedAt, updatedAt }: ArticleSummary) => publishedAt ?? updatedAt,
      html: findHtml,
      views: ({ slug }: ArticleSummary, _args, { load }) => load('views', findViews).load(slug),
    },
  },

  documents,
})

// Loaded by those who write, since it brings the Markdown parser.
function publishing() {
  return import('./publishing.ts')
}

async function findPublished(slugs: string[]): Promise<Article[]> {
  return (await findArticles(slugs)).filter((article) => article !== undefined)
}

// Lists come without their texts: these are read together, if somebody asks for them.
async function findHtml(
  article: Article | ArticleSummary,
  _args: object,
  { load }: GraphqlContext,
): Promise<string | undefined> {
  if ('html' in article) return article.html
  const whole = await load('articles', loadArticles).load(article.slug)
  return whole?.html
}

function loadArticles(slugs: readonly string[]) {
  return findArticles(slugs)
}

// A client may send null for what it leaves out.
function withoutNulls<T extends object>(input: T): T {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null)) as T
}
