/**
 * The door for previews: where strangers' pages are shown, at an address of ours and without any part in it.
 *
 * @module
 */
import { html, http, type LambdaHandler } from '#framework/http.ts'

const policy = [
  // Also where somebody opens it by itself.
  'sandbox allow-scripts',
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "frame-ancestors 'self'",
].join('; ')

const page = `<!doctype html><html lang="en"><title>Preview</title><script>
onmessage = ({ data, source }) => {
  if (source !== parent) return
  document.open()
  document.write(data)
  document.close()
}
parent.postMessage({ isReady: true }, '*')
</script></html>`

/**
 * The function of an address such as `get /preview`: an empty document, which becomes what `startPreview`
 * of `#services/convert/browser` hands to it. It has no origin, no cookies and no network.
 */
export function previewRoute(): LambdaHandler {
  const headers = { 'content-security-policy': policy, 'x-frame-options': 'SAMEORIGIN' }
  return http(() => html(page, { headers }))
}
