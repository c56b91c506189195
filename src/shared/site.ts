/**
 * The magazine itself: change its name here, and it is yours.
 *
 * @module
 */
export interface Site {
  name: string
  /** One short line under the name. */
  tagline: string
  /** One sentence for search engines, feeds and shared links. */
  description: string
  /** BCP 47, for `<html lang>` and the feed. */
  language: string
}

export const site: Site = {
  name: 'Lintel',
  tagline: 'Small things that carry weight',
  description:
    'A quarterly for members about building small things that last: the craft of software, the open web, design, and the tools we keep.',
  language: 'en',
}
