/**
 * The plates that a cover is printed from; each draws one idea, a little differently every time.
 *
 * @module
 */
import { arches, openings, plan, stairs, weave } from './built.ts'
import { contours, orbits, quarters, sheaf, strata } from './drawn.ts'
import type { Pen } from './pen.ts'
import type { Random } from './random.ts'

export type Plate = (random: Random, pen: Pen) => void

/** Their order belongs to the covers: to add one at the end changes most of them. */
export const plates: readonly Plate[] = [
  openings,
  quarters,
  contours,
  strata,
  arches,
  stairs,
  orbits,
  sheaf,
  weave,
  plan,
]
