/**
 * A bucket as people look through it: what is below a prefix, put together at each slash.
 *
 * @module
 */
import type { ObjectSummary, Storage } from '../storage.ts'

export interface Folder {
  /** As in `prefix` of the next call: ends with a slash. */
  prefix: string
  /** How many objects are below it, as far as this page reaches. */
  objects: number
}

export interface FolderPage {
  folders: Folder[]
  objects: ObjectSummary[]
  /** There is more. */
  cursor?: string
}

/** As many lines make a page, about. */
const pageSize = 200

/** One page; folders that go on behind it come again on the next one. */
export async function browse(
  storage: Pick<Storage, 'list'>,
  bucket: string,
  { prefix, cursor }: { prefix: string; cursor: string | undefined },
): Promise<FolderPage> {
  const folders = new Map<string, Folder>()
  const objects: ObjectSummary[] = []
  let next = cursor
  do {
    const page = await storage.list(bucket, { prefix, ...(next && { cursor: next }) })
    for (const object of page.objects) {
      const slash = object.key.indexOf('/', prefix.length)
      if (slash < 0) {
        objects.push(object)
        continue
      }
      const below = object.key.slice(0, slash + 1)
      const folder = folders.get(below) ?? { prefix: below, objects: 0 }
      folders.set(below, { ...folder, objects: folder.objects + 1 })
    }
    next = page.cursor
  } while (next && folders.size + objects.length < pageSize)

  return { folders: [...folders.values()], objects, ...(next && { cursor: next }) }
}
