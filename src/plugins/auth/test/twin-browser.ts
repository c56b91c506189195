/**
 * A browser without a screen: it keeps cookies, follows redirects and fills in forms.
 *
 * @module
 */

/** Where a visit ended. */
export interface Visited {
  /** The last address; of another origin when it led away. */
  url: URL
  /** 0 when it led away. */
  status: number
  headers: Headers
  text: string
}

export interface Browser {
  open: (url: string | URL) => Promise<Visited>
  /** Sends a form to the address that it is shown at, unless told otherwise. */
  submit: (page: Visited, fields: Record<string, string>, to?: string) => Promise<Visited>
  /** The same browser, without what it knows. */
  clear: () => void
}

interface Cookie {
  name: string
  value: string
  path: string
}

/** @param origin - the only one that it visits */
export function createBrowser(origin: string): Browser {
  let cookies: Cookie[] = []

  async function visit(url: URL, init: RequestInit = {}): Promise<Visited> {
    if (url.origin !== origin) return { url, status: 0, headers: new Headers(), text: '' }

    const headers = { ...(init.headers as Record<string, string>), cookie: cookiesFor(url) }
    const response = await fetch(url, { ...init, headers, redirect: 'manual' })
    response.headers.getSetCookie().forEach(keep)
    const location = response.headers.get('location')
    if (location) return visit(new URL(location, url))
    return {
      url,
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    }
  }

  function cookiesFor({ pathname }: URL): string {
    return cookies
      .filter(({ path }) => pathname === path || pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ')
  }

  function keep(line: string): void {
    const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) as unknown as [string, string, string]
    const path = /path=([^;]+)/i.exec(line)?.[1] ?? '/'
    const expires = /expires=([^;]+)/i.exec(line)?.[1]
    cookies = cookies.filter((it) => it.name !== name || it.path !== path)
    if (!expires || Date.parse(expires) > Date.now()) cookies.push({ name, value, path })
  }

  return {
    open: (url) => visit(new URL(url)),
    submit: ({ url }, fields, to = url.href) =>
      visit(new URL(to, url), {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin },
        body: String(new URLSearchParams(fields)),
      }),
    clear() {
      cookies = []
    },
  }
}
