/**
 * Tells the server that an article was seen.
 *
 * @module
 */

/** One view for each time that the page is shown, and none for a page loaded ahead of a click. */
export function countView(): void {
  const slug = document.querySelector<HTMLElement>('article[data-slug]')?.dataset['slug']
  if (!slug) return

  const send = () => {
    if (document.visibilityState !== 'visible') return
    removeEventListener('visibilitychange', send, true)
    navigator.sendBeacon(`/articles/${encodeURIComponent(slug)}/views`)
  }
  addEventListener('visibilitychange', send, true)
  send()
}
