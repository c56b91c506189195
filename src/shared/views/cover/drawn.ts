/**
 * Plates of things that are drawn.
 *
 * @module
 */
import { height, inks, n, smooth, width, type Ink } from './pen.ts'
import type { Plate } from './plates.ts'
import type { Random } from './random.ts'

/** Quarter discs and half discs on a grid. */
export const quarters: Plate = (random, pen) => {
  const size = random.pick([20, 20, 26.7])
  for (let x = 0; x < width - 1; x += size) {
    for (let y = 0; y < height; y += size) {
      const ink = random.pick(inks)
      const [right, down] = [random.chance(0.5), random.chance(0.5)]
      const kind = random.whole(0, 7)
      if (kind === 0) continue
      if (kind === 1) pen.rect(ink, x, y, size + 0.2, size + 0.2)
      if (kind === 2) pen.disc(ink, x + size / 2, y + size / 2, size / 2)
      if (kind > 2) {
        if (random.chance(0.3)) pen.rect(other(random, ink), x, y, size + 0.2, size + 0.2)
        const [cx, cy] = [x + (right ? size : 0), y + (down ? size : 0)]
        const [dx, dy] = [right ? -size : size, down ? -size : size]
        const sweep = right === down ? 1 : 0
        pen.area(
          ink,
          `M${n(cx)} ${n(cy)}h${n(dx)}A${n(size)} ${n(size)} 0 0 ${sweep} ${n(cx)} ${n(cy + dy)}z`,
        )
      }
    }
  }
}

/** Plotted lines over a landscape that is not there. */
export const contours: Plate = (random, pen) => {
  pen.disc(
    random.pick(['b', 'c']),
    random.between(20, 60),
    random.between(22, 34),
    random.between(12, 20),
  )
  const peaks = Array.from({ length: 3 }, () => ({
    x: random.between(10, 70),
    y: random.between(40, 90),
    tall: random.between(10, 26),
    wide: random.between(7, 16),
  }))

  for (let y = 36; y < 106; y += 4.5) {
    const points: [number, number][] = []
    for (let x = -12; x <= 92; x += 8) {
      const lift = peaks.reduce(
        (sum, peak) => {
          const across = (x - peak.x) / peak.wide
          const along = (y - peak.y) / 16
          return sum + peak.tall * Math.exp(-(across ** 2) - along ** 2)
        },
        random.between(-0.5, 0.5),
      )
      points.push([x, y - lift])
    }
    pen.fold('a', `${smooth(points)}V120H-8z`, 0.75)
  }
}

/** Hills behind hills, and something in the sky. */
export const strata: Plate = (random, pen) => {
  pen.disc('b', random.between(16, 64), random.between(18, 36), random.between(8, 17))
  const layers = random.whole(4, 6)
  for (let layer = 0; layer < layers; layer++) {
    const base = 40 + (layer * 60) / layers
    const phase = random.between(0, 6)
    const points: [number, number][] = []
    for (let x = -18; x <= 98; x += 12.5) {
      points.push([x, base + Math.sin(x / 17 + phase) * 6 + random.between(-3, 3)])
    }
    pen.area(inks[(layer * 2) % 3]!, `${smooth(points)}V101H-12z`)
    if (layer % 2) pen.line('g', smooth(points.map(([x, y]) => [x, y + 3.5])), 0.6)
  }
}

/** Rings, cut in two and slid. */
export const orbits: Plate = (random, pen) => {
  const slide = random.between(8, 20)
  const step = random.pick([3, 4, 5])
  const [first, second] = random.pick([
    ['a', 'b'],
    ['b', 'a'],
  ] as const)
  if (random.chance(0.6)) pen.rect('c', 0, 0, 40, height)

  for (const [side, sweep] of [
    [-1, 0],
    [1, 1],
  ] as const) {
    const cy = 50 + (side * slide) / 2
    for (let r = 36; r > step; r -= step * 2) {
      const [outer, inner] = [n(r), n(r - step)]
      pen.area(
        side < 0 ? first : second,
        `M40 ${n(cy - r)}A${outer} ${outer} 0 0 ${sweep} 40 ${n(cy + r)}v${n(-step)}A${inner} ${inner} 0 0 ${1 - sweep} 40 ${n(cy - r + step)}z`,
      )
    }
  }
}

/** A fan of lines across a disc. */
export const sheaf: Plate = (random, pen) => {
  const left = random.chance(0.5)
  const [x, y] = [left ? 0 : width, random.pick([100, 86, 0])]
  pen.rect('c', 0, random.between(56, 74), width, 50)
  pen.disc('b', random.between(30, 50), random.between(36, 60), random.between(18, 26))

  let rays = ''
  for (let ray = 0; ray <= 26; ray++) {
    rays += `M${x} ${y}L${left ? width : 0} ${n(-60 + ray * 8.5)}`
  }
  pen.line('a', rays, 0.6)
  pen.area('a', `M${x} ${y}L${left ? 80 : 0} ${n(random.between(-10, 60))}v${random.whole(9, 16)}z`)
}

function other(random: Random, ink: Ink) {
  return random.pick(inks.filter((it) => it !== ink))
}
