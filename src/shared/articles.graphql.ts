/**
 * The magazine's part of the schema.
 *
 * @module
 */
import { defineModule, paginate, type GraphqlContext, type PageArgs } from '#framework/graphql.ts'
import { requireUser } from '#framework/identity.ts'
import { mayRead, toPublic } from './access.ts'
import type { ArticleInput } from './article-input.ts'
import {
  findArticle,
  findArticles,
  listArticles,
  type Article,
  type ArticleSummary,
} from './articles.ts'
import { mostRead } from './digests.ts'
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
      Saves an article: a new draft, or with \`slug\` and \`version\` the next version of one. Fails
      with \`INVALID_INPUT\`, \`ARTICLE_NOT_FOUND\`, or \`CONFLICT\` when somebody else has saved it
      meanwhile.
      """
      saveArticle(input: SaveArticleInput!): Article! @auth(permission: "articles:write")

      "Publishes a draft. Fails with \`ARTICLE_NOT_FOUND\`."
      publishArticle(slug: String!): Article! @auth(permission: "articles:write")
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
      "Without it: as it was; of a new article, everybody."
      access: ArticleAccess
      "The address of its picture, as a path or with https. Without it: as it was; empty: none."
      cover: String
    }

    "Who may read the whole of an article."
    enum ArticleAccess {
      EVERYBODY
      MEMBERS
    }

    type Article {
      slug: String!
      title: String!
      summary: String!
      "The text, as HTML without scripts; of what is for members, the beginning to everybody else."
      html: String!
      "Whether the whole of it is for members."
      isForMembers: Boolean!
      author: String!
      "The address of its picture; null where it has a drawn cover."
      cover: String
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
      saveArticle: async (_root, { input }: { input: SaveArticleInput }, { request }) => {
        const writer = await requireUser(request)
        const { saveArticle } = await publishing()
        return saveArticle(toInput(input), writer)
      },
      publishArticle: async (_root, { slug }: { slug: string }, { request }) => {
        const writer = await requireUser(request)
        const { publishArticle } = await publishing()
        return publishArticle(slug, writer)
      },
    },

    Article: {
      author: ({ author }: ArticleSummary) => author.name,
      publishedAt: ({ publishedAt, updatedAt }: ArticleSummary) => publishedAt ?? updatedAt,
      html: findHtml,
      isForMembers: ({ access }: ArticleSummary) => access === 'members',
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
  context: GraphqlContext,
): Promise<string | undefined> {
  const whole = await findWhole(article, context)
  if (!whole) return undefined
  return (await mayRead(whole, context.request)) ? whole.html : toPublic(whole).html
}

function findWhole(article: Article | ArticleSummary, { load }: GraphqlContext) {
  return 'html' in article ? article : load('articles', loadArticles).load(article.slug)
}

function loadArticles(slugs: readonly string[]) {
  return findArticles(slugs)
}

type SaveArticleInput = Omit<ArticleInput, 'access'> & { access?: 'EVERYBODY' | 'MEMBERS' | null }

function toInput({ access, ...input }: SaveArticleInput): ArticleInput {
  const given = access && {
    access: access === 'MEMBERS' ? ('members' as const) : ('everybody' as const),
  }
  return withoutNulls({ ...input, ...given })
}

// A client may send null for what it leaves out.
function withoutNulls<T extends object>(input: T): T {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null)) as T
}
