/**
 * Shows a page that strangers wrote in a frame that has no origin.
 *
 * @module
 */

/** A running preview. */
export interface Preview {
  /** Shows a whole document, in place of what there was. */
  show: (markup: string) => void
}

/**
 * Uses `<iframe sandbox="allow-scripts" src="/preview">`, whose address is answered by `previewRoute()` of `#services/convert/preview`.
 *
 * @param tell - is told what goes wrong in scripts; an empty text, when they begin
 */
export function startPreview(frame: HTMLIFrameElement, tell: (problem: string) => void): Preview {
  let waiting = ''
  addEventListener('message', ({ data, source }) => {
    if (source !== frame.contentWindow) return
    const { isReady, problem } = Object(data) as { isReady?: boolean; problem?: unknown }
    if (problem !== undefined) tell(String(problem).slice(0, 300))
    // Its origin is none, which no address names; nothing is in it that somebody may not see.
    else if (isReady) frame.contentWindow!.postMessage(waiting, '*')
  })
  return {
    show(markup) {
      waiting = markup
      tell('')
      // Anew, so that nothing of before goes on; and without a step in the history.
      frame.contentWindow!.location.replace(frame.src)
    },
  }
}

/** A whole document of HTML, CSS and JavaScript. JSX of the classic kind makes elements in it. */
export function toDocument({ html = '', css = '', javascript = '' }): string {
  const style = css.replaceAll('</', '<\\/')
  const code = javascript.replaceAll(/<(?=\/script|!--)/gi, '\\x3c')
  return `<!doctype html><html><meta charset="utf-8"><meta name="viewport" content="width=device-width">
    <style>${style}</style><script>(${prelude})()</script><body>${html}
    <script type="module">${code}\n</script>`
}

/** Runs in the frame, and is handed over as text. */
function prelude() {
  const tell = (problem: unknown) => parent.postMessage({ problem: String(problem) }, '*')
  addEventListener('error', ({ error, message }) => tell(error ?? message))
  addEventListener('unhandledrejection', ({ reason }) => tell(reason))

  function createElement(tag: string, given: object | null, ...children: (string | Node)[]): Node {
    const element = tag ? document.createElement(tag) : new DocumentFragment()
    for (const child of children.flat(9)) if (typeof child !== 'boolean') element.append(child)
    return Object.assign(element, given)
  }
  Object.assign(window, { React: { createElement, Fragment: '' } })
}
