/**
 * Who is signed in, as the header shows it. The cookie proves nothing: the server looks at another.
 *
 * @module
 */

export interface Person {
  name: string
  permissions: string[]
}

/** Whoever is signed in in this browser, by the cookie that is there to be read. */
export function findPerson(): Person | undefined {
  try {
    const value = /(?:^|; )person=([^;]+)/.exec(document.cookie)?.[1]
    return value ? (JSON.parse(decodeURIComponent(value)) as Person) : undefined
  } catch {
    return undefined
  }
}

/** Puts the name into the header, and shows the entries of the menu that are of use to them. */
export function showPerson(): void {
  const person = findPerson()
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-auth="person"]')) {
    link.textContent = link.title = person?.name ?? 'Sign in'
    link.href = person ? '/account' : toSignIn()
    link.dataset['ready'] = ''
  }
  for (const link of document.querySelectorAll<HTMLAnchorElement>('a[data-auth="sign-up"]')) {
    link.hidden = Boolean(person)
    link.href = toSignIn('sign-up&')
  }
  for (const item of document.querySelectorAll<HTMLElement>('.site-menu [data-permission]')) {
    item.hidden = !person?.permissions.includes(item.dataset['permission']!)
  }
}

// Only a page with an address for search engines is one to come back to.
function toSignIn(more = ''): string {
  const { pathname, search } = location
  const asked = pathname === '/sign-in' && new URLSearchParams(search).get('return')
  const back = document.querySelector('link[rel="canonical"]') ? pathname + search : asked
  return `/sign-in?${more}return=${encodeURIComponent(back || '/account')}`
}
