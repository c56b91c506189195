/**
 * Pictures: what people have uploaded, with the sizes that are made of each.
 *
 * @module
 */
import { findConversionsOfEach, signResult, type StartedConversion } from '#services/convert'
import { filesStore, type StoredFile } from '#services/files'

/** The longest side, in pixels; smaller pictures stay as they are. */
const sizes = { small: { width: 240, height: 240 }, large: { width: 720, height: 720 } }
/** They stay until the picture goes. */
export const wanted = { converter: 'image', renditions: sizes, keep: true }

/** As the page shows it. */
export interface Picture {
  id: string
  name: string
  state: 'working' | 'done' | 'failed'
  sizes: { name: string; url: string; bytes: number }[]
  /** Why there are none. */
  problem?: string | undefined
  /** Of what happened last. ISO 8601. */
  changedAt?: string | undefined
}

/** Pictures, each with what is made of it by now. */
export async function toPictures(files: readonly StoredFile[]): Promise<Picture[]> {
  const objects = files.map(({ id, key }) => ({ key, subject: id }))
  const found = await findConversionsOfEach(filesStore, objects, wanted)
  return files.map((file, index) => toPicture(file, found[index]!))
}

function toPicture({ id, name }: StoredFile, found: readonly StartedConversion[]): Picture {
  const made = found.flatMap(({ name, result: it }) =>
    it ? [{ name, url: signResult(it), bytes: it.size }] : [],
  )
  // libvips says by which of its parts it was told.
  const detail = found.find(({ error }) => error)?.error?.detail
  const problem = detail?.replace(/^Vips\w*: /, 'It seems to be damaged: ')
  const isDone = made.length === Object.keys(sizes).length
  const state = problem ? 'failed' : isDone ? 'done' : 'working'
  const changedAt = found.map((it) => it.changedAt).toSorted()
  const inOrder = made.toSorted((a, b) => a.bytes - b.bytes)
  return { id, name, state, sizes: inOrder, problem, changedAt: changedAt.at(-1) }
}
