/**
 * Markdown: what a writer types becomes the HTML that readers get.
 *
 * Runs when an article is saved, never when it is read: this module brings 100 kB of parser.
 *
 * @module
 */
import MarkdownIt, { type Token } from 'markdown-it'
import { toSlug } from './slug.ts'

const parser = new MarkdownIt({ html: false, linkify: true, typographer: true })

// "example.com" and "README.md" in a sentence are words; only a written-out address is a link.
parser.linkify.set({ fuzzyLink: false, fuzzyEmail: false })

parser.core.ruler.push('plugboard', ({ tokens }) => {
  const taken = new Map<string, number>()
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'heading_open') mendHeading(token, tokens[index + 1]?.content ?? '', taken)
    if (token.type === 'heading_close') token.tag = lower(token.tag)
    if (token.type === 'th_open' || token.type === 'td_open') mendCell(token)
    for (const child of token.children ?? []) mendInline(child)
  }
})

// A long line scrolls inside its block, and what scrolls must be reachable by keyboard.
for (const rule of ['fence', 'code_block'] as const) {
  const render = parser.renderer.rules[rule]!
  parser.renderer.rules[rule] = (...parameters) =>
    render(...parameters).replace(/^<pre/, '<pre tabindex="0"')
}

/** The HTML of a body: no raw HTML, no scripts, nothing that a strict CSP would refuse. */
export function renderMarkdown(body: string): string {
  return parser.render(body)
}

/** Minutes that a body takes to read, at 230 words a minute; at least one. */
export function readingMinutes(body: string): number {
  const words = body.split(/\s+/).filter(Boolean).length
  return Math.max(1, Math.round(words / 230))
}

// The page around the text has ids too: without a prefix, a heading "Main" would take the skip link.
const prefix = 'text-'

// The page's own title is its h1, so that a body starts one level below.
function mendHeading(token: Token, text: string, taken: Map<string, number>) {
  const slug = toSlug(text)
  let count = (taken.get(slug) ?? 0) + 1
  // "Part", "Part 2", "Part": the second number two would be the id of another.
  while (count > 1 && taken.has(`${slug}-${count}`)) count++
  const id = count === 1 ? slug : `${slug}-${count}`
  taken.set(id, 1).set(slug, count)

  token.tag = lower(token.tag)
  token.attrSet('id', prefix + id)
}

function lower(tag: string) {
  return `h${Math.min(6, Number(tag.slice(1)) + 1)}`
}

// markdown-it aligns cells with a style attribute, which the CSP refuses.
function mendCell(token: Token) {
  const side = /text-align:(left|center|right)/.exec(String(token.attrGet('style') ?? ''))?.[1]
  if (!side) return

  token.attrs = (token.attrs ?? []).filter(([name]) => name !== 'style')
  token.attrSet('class', `align-${side}`)
}

function mendInline(token: Token) {
  if (token.type === 'image') token.attrSet('loading', 'lazy')
  if (token.type !== 'link_open') return

  const href = String(token.attrGet('href'))
  if (href.startsWith('#')) token.attrSet('href', `#${prefix}${href.slice(1)}`)
  if (/^(?:https?:)?\/\//.test(href)) token.attrSet('rel', 'noopener')
}
