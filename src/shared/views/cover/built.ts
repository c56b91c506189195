/**
 * Plates of things that are built.
 *
 * @module
 */
import { height, inks, n, width } from './pen.ts'
import type { Plate } from './plates.ts'

/** Beams on posts, in courses: what the magazine is named after. */
export const openings: Plate = (random, pen) => {
  let y = random.pick([8, 14, 20])
  let course = 0
  pen.disc('b', random.between(18, 62), y + 6, random.between(9, 14))

  while (y < height) {
    const tall = random.pick([20, 26, 34])
    const spans = random.pick([
      [50, 30],
      [30, 50],
      [28, 24, 28],
      [40, 40],
      [20, 40, 20],
      [20, 20, 20, 20],
    ])
    const thick = random.pick([3, 4, 5])
    const ink = inks[course % 3]!
    pen.rect(ink, 0, y, width, height - y)

    let x = 0
    for (const span of spans) {
      const inner = span - thick * 2
      pen.rect(course % 2 ? 'g' : inks[(course + 1) % 3]!, x + thick, y + thick * 1.6, inner, tall)
      if (random.chance(0.45)) {
        // A little wider than the opening, so that no seam shows against the posts.
        const r = inner / 2 + 0.2
        const foot = y + thick * 1.6 + tall + 0.2
        pen.area(
          ink,
          `M${n(x + thick - 0.2)} ${n(foot)}v${n(-tall / 3)}a${n(r)} ${n(r)} 0 0 1 ${n(r * 2)} 0v${n(tall / 3)}z`,
        )
      }
      x += span
    }
    y += tall + thick * 1.6
    course++
  }
}

/** Arches within arches. */
export const arches: Plate = (random, pen) => {
  const columns = random.pick([1, 2, 2])
  const wide = width / columns
  const step = wide / random.pick([6, 8])
  const first = random.between(5, 12)
  for (let row = 0; row < 4; row++) {
    for (let column = -1; column < columns; column++) {
      const x = column * wide + (row % 2 ? wide / 2 : 0)
      const y = row * (columns === 1 ? 44 : 30) + first
      const turn = random.whole(0, 2)
      if (x + wide <= 0 || x >= width || y >= height) continue
      for (let ring = 0, r = wide / 2; r > step / 2; ring++, r -= step) {
        const cx = x + wide / 2
        pen.area(
          ring % 2 ? 'g' : inks[(ring / 2 + turn) % 3]!,
          `M${n(cx - r)} 120V${n(y + wide / 2)}a${n(r)} ${n(r)} 0 0 1 ${n(r * 2)} 0V120z`,
        )
      }
    }
  }
}

/** Steps up and steps down, and a ball on its way. */
export const stairs: Plate = (random, pen) => {
  const count = random.whole(4, 7)
  const tread = width / count
  const rise = random.between(8, 11)
  const left = random.chance(0.5)
  const resting = random.whole(1, count - 2)

  for (let step = 0; step < count; step++) {
    const x = left ? step * tread : width - (step + 1) * tread
    const top = 100 - (count - step) * rise
    pen.rect(step % 2 ? 'a' : 'c', x, top, tread + 0.1, 100 - top)
    pen.rect(step % 2 ? 'c' : 'a', x, 0, tread + 0.1, (step + 0.5) * rise * 0.6)
    if (step === resting) pen.disc('b', x + tread / 2, top - tread / 2, tread / 2)
  }
}

/** Strips, over and under. */
export const weave: Plate = (random, pen) => {
  const pitch = random.pick([20, 16])
  const strip = pitch * random.between(0.55, 0.8)
  const gap = (pitch - strip) / 2
  const odd = random.whole(0, 1)
  for (let x = 0; x < width; x += pitch) pen.rect('a', x + gap, 0, strip, height)

  for (let row = 0, y = 0; y < height; row++, y += pitch) {
    pen.rect(row % 3 === odd ? 'c' : 'b', 0, y + gap, width, strip)
    for (let column = row % 2; column < width / pitch; column += 2) {
      pen.rect('a', column * pitch + gap, y, strip, pitch)
    }
  }
}

/** The plan of a house: rooms, and a door in every wall. */
export const plan: Plate = (random, pen) => {
  const divide = (x: number, y: number, w: number, h: number, depth: number) => {
    if (depth === 0 || Math.max(w, h) < 26) {
      if (random.chance(0.5)) pen.rect(random.pick(['b', 'c', 'b']), x, y, w, h)
      return
    }
    const across = w > h
    const cut = (across ? w : h) * random.pick([0.38, 0.5, 0.62])
    const door = random.between(4, (across ? h : w) - 14)
    if (across) {
      divide(x, y, cut, h, depth - 1)
      divide(x + cut, y, w - cut, h, depth - 1)
      walls.push(`M${n(x + cut)} ${n(y)}v${n(door)}m0 9V${n(y + h)}`)
      swings.push(`M${n(x + cut)} ${n(y + door)}h9a9 9 0 0 1-9 9`)
    } else {
      divide(x, y, w, cut, depth - 1)
      divide(x, y + cut, w, h - cut, depth - 1)
      walls.push(`M${n(x)} ${n(y + cut)}h${n(door)}m9 0H${n(x + w)}`)
      swings.push(`M${n(x + door)} ${n(y + cut)}v9a9 9 0 0 0 9-9`)
    }
  }
  const walls: string[] = ['M9 9h62v82H9z']
  const swings: string[] = []
  divide(9, 9, 62, 82, 3)
  pen.line('a', swings.join(''), 0.6)
  pen.line('a', walls.join(''), 2)
}
