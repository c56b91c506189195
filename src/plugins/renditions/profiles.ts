/**
 * Profiles: the renditions that somebody wants of every picture.
 *
 * @module
 */
import { defineTable } from '#framework/tables.ts'
import { validate, z } from '#framework/validate.ts'
import { requireRenditions } from '#services/convert'

/** Options of the image converter, by the name of the rendition. */
export type Renditions = Readonly<Record<string, Readonly<Record<string, string>>>>

interface Profile {
  owner: string
  /** In JSON, since a table would forget their order. */
  renditions: string
}

const profiles = defineTable<Profile, 'owner'>('renditions-profiles', { key: ['owner'] })

/** What there is of every picture, for lists of them. What can be said of a picture comes with it. */
const preview = { width: '400', height: '400', facts: 'yes' }

/** What everybody begins with. */
const first: Renditions = {
  square: { width: '300', height: '300', fit: 'cover', position: 'attention' },
  small: { width: '640' },
  medium: { width: '1280' },
  marked: { width: '1280', watermark: '© all rights reserved', markPosition: 'bottom-left' },
}

const mostRenditions = 12
const name = z
  .string()
  .check(z.regex(/^(?!preview$)[a-z][a-z0-9-]{0,30}$/, 'Such as small-2, and not preview'))
const schema = z.record(name, z.record(z.string().check(z.maxLength(30)), z.string()))

/** What somebody wants, with `preview`. */
export async function findRenditions(owner: string): Promise<Renditions> {
  const found = await profiles.get({ owner }, { consistent: true })
  const own = found ? (JSON.parse(found.renditions) as Renditions) : first
  return { ...own, preview }
}

/** @throws INVALID_INPUT for names, and for what the image converter does not know */
export async function saveRenditions(owner: string, given: unknown): Promise<void> {
  const renditions = validate(schema, given, { where: 'renditions' })
  const count = z.array(z.string()).check(z.maxLength(mostRenditions))
  validate(count, Object.keys(renditions), { where: 'renditions' })
  requireRenditions({ converter: 'image', renditions })
  await profiles.put({ owner, renditions: JSON.stringify(renditions) })
}

export async function forgetProfile(owner: string): Promise<void> {
  await profiles.delete({ owner })
}
