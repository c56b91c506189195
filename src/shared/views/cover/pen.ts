/**
 * The pen that draws covers: four inks, and no attribute that a strict CSP would refuse.
 *
 * @module
 */

/** The ground, and three inks upon it. What colours they are, the palette says. */
export type Ink = 'g' | 'a' | 'b' | 'c'

/** The inks that are not the ground. */
export const inks: readonly Ink[] = ['a', 'b', 'c']

/** The sheet, in the units of its viewBox. */
export const width = 80
export const height = 100

export interface Pen {
  rect: (ink: Ink, x: number, y: number, w: number, h: number) => void
  disc: (ink: Ink, x: number, y: number, r: number) => void
  /** A filled path. */
  area: (ink: Ink, path: string) => void
  /** A stroked path. */
  line: (ink: Ink, path: string, thickness: number) => void
  /** A path with a line in one ink, which hides what is behind it. */
  fold: (ink: Ink, path: string, thickness: number) => void
  toString: () => string
}

/**
 * How inks become attributes: classes on a page, colours in a file of its own. A shape has a
 * stroke, a fill, or both.
 */
export type Paint = (stroke: Ink | undefined, fill: Ink | undefined) => string

/** A pen on an empty sheet. */
export function createPen(paint: Paint): Pen {
  const marks: string[] = []

  return {
    rect: (ink, x, y, w, h) =>
      marks.push(
        `<rect x="${n(x)}" y="${n(y)}" width="${n(w)}" height="${n(h)}" ${paint(undefined, ink)}/>`,
      ),
    disc: (ink, x, y, r) =>
      marks.push(`<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" ${paint(undefined, ink)}/>`),
    area: (ink, path) => marks.push(`<path d="${path}" ${paint(undefined, ink)}/>`),
    line: (ink, path, thickness) =>
      marks.push(`<path d="${path}" stroke-width="${n(thickness)}" ${paint(ink, undefined)}/>`),
    fold: (ink, path, thickness) =>
      marks.push(`<path d="${path}" stroke-width="${n(thickness)}" ${paint(ink, 'g')}/>`),
    toString: () => marks.join(''),
  }
}

/** A number in as few characters as the eye needs. */
export function n(value: number): string {
  return String(Math.round(value * 10) / 10)
}

/**
 * A smooth line along points: it passes through the middles between them.
 *
 * `T` mirrors the last bend, which for middles is just the next point; so one pair of numbers does.
 */
export function smooth(points: readonly (readonly [x: number, y: number])[]): string {
  let path = ''
  for (const [index, [x, y]] of points.entries()) {
    const after = points[index + 1]
    if (!after) break
    const middle = `${n((x + after[0]) / 2)} ${n((y + after[1]) / 2)}`
    path += index === 0 ? `M${middle}` : index === 1 ? `Q${n(x)} ${n(y)} ${middle}` : `T${middle}`
  }
  return path
}
