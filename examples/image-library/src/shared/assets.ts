/**
 * Assets: pictures with what has been made of them, and with tags: typed ones, and what the pixels and
 * the camera say.
 *
 * @module
 */
import type { User } from '#framework/identity.ts'
import { defineTable } from '#framework/tables.ts'
import { findConversionsOfEach, type StartedConversion } from '#services/convert'
import { filesStore, findFile, type StoredFile } from '#services/files'

const typed = defineTable<{ id: string; tags: string[] }, 'id'>('assets', { key: ['id'] })

export interface Asset extends Pick<StoredFile, 'id' | 'name'> {
  conversions: StartedConversion[]
  /** Nobody typed these. */
  found: string[]
  tags: string[]
}

export async function toAssets(files: readonly StoredFile[]): Promise<Asset[]> {
  const objects = files.map(({ id, key }) => ({ key, subject: id }))
  const [found, rows] = await Promise.all([
    findConversionsOfEach(filesStore, objects, { converter: 'image' }),
    typed.getMany(files.map(({ id }) => ({ id }))),
  ])
  return files.map((file, at) => toAsset(file, found[at]!, rows[at]?.tags))
}

function toAsset(
  { id, name }: StoredFile,
  conversions: StartedConversion[],
  tags: string[] = [],
): Asset {
  const { orientation, colour, takenAt, camera } =
    conversions.find((it) => it.name === 'preview')?.result?.facts ?? {}
  const found = [orientation, colour, takenAt && String(takenAt).slice(0, 10), camera]
  return { id, name, conversions, found: found.filter(Boolean).map(String), tags }
}

/** @param text - `beach, summer 2026`; of others' pictures nothing is kept */
export async function saveTags(id: string, user: User, text: string): Promise<void> {
  const words = text.toLowerCase().slice(0, 1000).split(',')
  const tags = [...new Set(words.map((it) => it.trim()).filter(Boolean))].slice(0, 20)
  if ((await findFile(id, user))?.owner === user.id) await typed.put({ id, tags })
}

export async function forgetTags(id: string): Promise<void> {
  await typed.delete({ id })
}
