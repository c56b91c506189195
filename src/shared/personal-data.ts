/**
 * What the magazine keeps of a person: the articles they wrote.
 *
 * They are the magazine's as well, so they stay, with their byline, when a writer leaves.
 *
 * @module
 */
import { definePersonalData } from '#framework/personal-data.ts'
import { findManuscript, listArticles, listDrafts, type Article } from './articles.ts'

export default definePersonalData({
  async find({ id }) {
    const articles = [...(await listOf(id, listArticles)), ...(await listOf(id, listDrafts))]
    return articles.length > 0 ? { articles } : undefined
  },
})

async function listOf(authorId: string, list: typeof listArticles): Promise<Article[]> {
  const found: (Article | undefined)[] = []
  let after: string | undefined
  do {
    const page = await list({ first: 500, after })
    const own = page.items.filter(({ author }) => author.id === authorId)
    found.push(...(await Promise.all(own.map(({ slug }) => findManuscript(slug)))))
    after = page.cursor
  } while (after)

  return found.filter((article) => article !== undefined)
}
