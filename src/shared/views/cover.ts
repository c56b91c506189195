/**
 * Cover art: each article's own, drawn from its slug.
 *
 * @module
 */
import { html, type SafeHtml } from '#framework/html.ts'
import { createPen, height, width, type Ink, type Paint } from './cover/pen.ts'
import { plates } from './cover/plates.ts'
import { createRandom } from './cover/random.ts'

/** The cover of an article: its picture, or one that is drawn. Beside its title it is decoration. */
export function coverOf(
  { slug, cover: picture }: { slug: string; cover?: string | null | undefined },
  options: { large?: boolean } = {},
): SafeHtml {
  if (!picture) return cover(slug, options)
  const loading = options.large ? 'eager' : 'lazy'
  return html`<img class="picture" src="${picture}" alt="" loading="${loading}" decoding="async" />`
}

/**
 * The cover of an article, as decoration beside its title. Its colours come from the stylesheet, so
 * that it follows the theme; where it is cut to another shape, the middle stays.
 */
export function cover(slug: string, { large = false }: { large?: boolean } = {}): SafeHtml {
  const { scheme, marks } = draw(slug, toClasses)
  const classes = `art art-${scheme}${large ? ' art-large' : ''}`

  return html.raw`<svg
    class="${classes}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    preserveAspectRatio="xMidYMid slice"
    aria-hidden="true"
    focusable="false"
  >
    ${marks}
  </svg>`
}

/** The same cover as a file of its own, in the colours of the light theme. */
export function coverSvg(slug: string): string {
  const scheme = pickScheme(slug)
  const colour = (name: Ink | undefined) => (name ? schemes[scheme]![name] : 'none')
  const { marks } = draw(slug, (stroke, fill) =>
    stroke ? `stroke="${colour(stroke)}" fill="${colour(fill)}"` : `fill="${colour(fill)}"`,
  )

  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width * 15}" height="${height * 15}">${marks}</svg>`
}

// The two numbers were chosen so that the first dozen covers make a good shelf. New ones give every
// article a new cover.
function draw(slug: string, paint: Paint) {
  const random = createRandom(`Lintel 72844${slug}`)
  const pen = createPen(paint)
  pen.rect('g', 0, 0, width, height)
  random.pick(plates)(random, pen)
  return { scheme: pickScheme(slug), marks: pen.toString() }
}

const toClasses: Paint = (stroke, fill) =>
  `class="${[stroke && `s${stroke}`, fill].filter(Boolean).join(' ')}"`

function pickScheme(slug: string) {
  return createRandom(`ink 78954${slug}`).whole(0, schemes.length - 1)
}

const stone = '#dcdcd2'
const viridian = '#00594c'
const saffron = '#efb23c'
const plaster = '#e8b4a2'
const ink = '#1b211e'
const mint = '#bcd4c6'

// Also in src/browser/styles/art.css, where the dark theme has its own.
const schemes: readonly Record<Ink, string>[] = [
  { g: stone, a: viridian, b: saffron, c: ink },
  { g: viridian, a: stone, b: saffron, c: plaster },
  { g: plaster, a: viridian, b: ink, c: stone },
  { g: saffron, a: viridian, b: stone, c: ink },
  { g: ink, a: plaster, b: saffron, c: viridian },
  { g: mint, a: viridian, b: plaster, c: ink },
]
