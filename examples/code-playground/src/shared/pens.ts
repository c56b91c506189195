/**
 * Pens: three sources, found by what is in them.
 *
 * @module
 */
import { createHash } from 'node:crypto'
import { defineErrors } from '#framework/errors.ts'
import { defineTable } from '#framework/tables.ts'
import { validate, z } from '#framework/validate.ts'

const pane = z.object({ lang: z.string().check(z.maxLength(30)), source: z.string() })

export const penSchema = z.object({ markup: pane, style: pane, script: pane })

export type Pen = z.infer<typeof penSchema>

export const errors = defineErrors({ PEN_NOT_FOUND: [404, 'No such pen'] })

const pens = defineTable<{ id: string; pen: string; expiresAt: number }>('pens', {
  key: ['id'],
  ttl: 'expiresAt',
})
const keptSeconds = 90 * 86_400

/** Keeps it for 90 days from now. The same pen has the same id, whoever saves it. */
export async function savePen(given: Pen): Promise<string> {
  const pen = JSON.stringify(given)
  const id = createHash('sha256').update(pen).digest('base64url').slice(0, 22)
  await pens.put({ id, pen, expiresAt: Math.floor(Date.now() / 1000) + keptSeconds })
  return id
}

export async function findPen(id: string): Promise<Pen | undefined> {
  const found = await pens.get({ id })
  return found && validate(penSchema, JSON.parse(found.pen), { where: 'the pen' })
}
