/**
 * Chance that repeats: the same seed draws the same cover, for ever.
 *
 * @module
 */
export interface Random {
  /** A number from `least` up to `most`. */
  between: (least: number, most: number) => number
  /** A whole number from `least` to `most`, both included. */
  whole: (least: number, most: number) => number
  /** One of a list. */
  pick: <T>(list: readonly T[]) => T
  /** True, this often out of one. */
  chance: (often: number) => boolean
}

/** Seeds a generator with a text. */
export function createRandom(seed: string): Random {
  let state = toHash(seed)

  // Mulberry32: small, and good enough for pictures.
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
  const whole = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))

  return {
    between: (least, most) => least + next() * (most - least),
    whole,
    pick: (list) => list[whole(0, list.length - 1)]!,
    chance: (often) => next() < often,
  }
}

/** FNV-1a, 32 bits. */
function toHash(text: string) {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  }
  return hash
}
