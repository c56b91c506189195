/**
 * What every contender answers with: a hundred articles in memory. The first of them is in the table
 * too, with a text.
 *
 * @module
 */
export const articles = Array.from({ length: 100 }, (_, index) => ({
  slug: `article-${index}`,
  title: `Title of article ${index} & more`,
  summary: 'A sentence or two on what the article is about, as a list shows them under its title.',
  author: `Author ${index % 7}`,
  views: index * 37,
}))

const paragraph = '<p>A paragraph of an article, as long as paragraphs of articles usually are.</p>'

export const stored = {
  ...articles[0],
  body: `${paragraph}\n`.repeat(20),
  tags: ['serverless', 'typescript', 'a <tag>'],
}
