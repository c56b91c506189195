/**
 * `<more-articles>`: turns the link to earlier articles into more of the same list.
 *
 * The cards are drawn by the very function that draws them on the server. Where there is no API, or
 * it fails, the link is simply followed.
 *
 * @module
 */
import { articleCard } from '#shared/views/article-card.ts'
import { cover } from '#shared/views/cover.ts'
import { MoreArticlesDocument } from '../articles.gen.ts'
import { request } from '../graphql.ts'

class MoreArticles extends HTMLElement {
  #status = document.createElement('p')

  connectedCallback() {
    this.#status.className = 'visually-hidden'
    this.#status.role = 'status'
    this.append(this.#status)
    this.addEventListener('click', (event) => {
      const link = event.target instanceof Element && event.target.closest('a')
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      void this.#load(link)
    })
  }

  async #load(link: HTMLAnchorElement) {
    const list = this.previousElementSibling
    const after = this.getAttribute('cursor')
    if (!list || !after || link.ariaBusy) return
    link.ariaBusy = 'true'

    try {
      const { articles } = await request(MoreArticlesDocument, { after })
      const cards = articles.edges.map(({ node }) => articleCard(node))
      const before = list.children.length

      // The values in it are escaped by the template that made it.
      list.insertAdjacentHTML('beforeend', cards.join(''))
      for (const [index, card] of [...list.children].slice(before).entries())
        drawWhatIsRefused(card, articles.edges[index]!.node.slug)
      list.children[before]?.querySelector('a')?.focus({ preventScroll: true })
      this.#status.textContent = `${cards.length} more articles`
      this.#next(link, articles.pageInfo.hasNextPage ? articles.pageInfo.endCursor : undefined)
    } catch {
      location.assign(link.href)
    }
  }

  #next(link: HTMLAnchorElement, cursor: string | null | undefined) {
    link.ariaBusy = null
    if (!cursor) {
      link.remove()
      return
    }
    this.setAttribute('cursor', cursor)
    link.href = `/?after=${encodeURIComponent(cursor)}`
  }
}

// A picture from elsewhere that the page was not told of is refused by its Content-Security-Policy.
function drawWhatIsRefused(card: Element, slug: string): void {
  card.querySelector('img')?.addEventListener('error', ({ target }) => {
    const drawn = document.createRange().createContextualFragment(String(cover(slug)))
    if (target instanceof Element) target.replaceWith(drawn)
  })
}

customElements.define('more-articles', MoreArticles)
