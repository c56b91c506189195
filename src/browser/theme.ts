/**
 * Light or dark: as the system says, until the reader says otherwise.
 *
 * @module
 */
export type Theme = 'light' | 'dark'

const key = 'theme'
const system = matchMedia('(prefers-color-scheme: dark)')

/** The theme that is on the screen. */
export function currentTheme(): Theme {
  return chosen() ?? systemTheme()
}

/** Keeps the reader's choice; choosing what the system says anyway means following it again. */
export function chooseTheme(theme: Theme): void {
  try {
    if (theme === systemTheme()) localStorage.removeItem(key)
    else localStorage.setItem(key, theme)
  } catch {
    // Storage may be refused; the choice then lasts as long as the page.
  }
  show(theme)
}

/** Calls back when the theme changes elsewhere: in the system, or in another tab. */
export function onThemeChange(listener: () => void): void {
  const follow = () => {
    show(currentTheme())
    listener()
  }
  system.addEventListener('change', follow)
  addEventListener('storage', follow)
}

show(currentTheme())

function show(theme: Theme) {
  const root = document.documentElement
  if (theme === systemTheme()) delete root.dataset['theme']
  else root.dataset['theme'] = theme

  // The bar of a phone's browser follows, too.
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.dataset['media'] ??= meta.media
    meta.media = root.dataset['theme']
      ? meta.dataset['media'].includes(theme)
        ? 'all'
        : 'not all'
      : meta.dataset['media']
  }
}

function systemTheme(): Theme {
  return system.matches ? 'dark' : 'light'
}

function chosen(): Theme | undefined {
  try {
    const theme = localStorage.getItem(key)
    return theme === 'light' || theme === 'dark' ? theme : undefined
  } catch {
    return undefined
  }
}
