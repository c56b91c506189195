/**
 * The converters there are: each has a folder, and its line here.
 *
 * @module
 */
import type { Definition } from './converter.ts'
import { csv } from './converters/csv/definition.ts'
import { image } from './converters/image/definition.ts'
import { markdown } from './converters/markdown/definition.ts'
import { mindMap } from './converters/mind-map/definition.ts'
import { pug } from './converters/pug/definition.ts'
import { scss } from './converters/scss/definition.ts'
import { typescript } from './converters/typescript/definition.ts'

export const definitions: readonly Definition[] = [
  image,
  markdown,
  scss,
  typescript,
  pug,
  mindMap,
  csv,
]

/** The converter of that name; undefined where there is none. */
export function findDefinition(name: string): Definition | undefined {
  return definitions.find((definition) => definition.name === name)
}
