/**
 * Files from the developer's machine, into a folder of a bucket.
 *
 * @module
 */
import { call, say } from './call.ts'
import { toCount, toSize } from './format.ts'

/** Tells how it went. One file that cannot be taken does not hold the others back. */
export async function uploadAll(
  files: readonly File[],
  { bucket, folder, most }: { bucket: string; folder: string; most: number },
): Promise<void> {
  const problems: string[] = []
  for (const file of files) {
    try {
      if (file.size > most) throw new Error(`it is larger than ${toSize(most)}.`)
      const query = new URLSearchParams({ key: `${folder}${file.name}` })
      await call('PUT', `buckets/${encodeURIComponent(bucket)}/object?${query}`, file)
    } catch (error) {
      problems.push(`${file.name}: ${(error as Error).message}`)
    }
  }
  if (problems.length > 0) say(problems.join('\n'), 'bad')
  else if (files.length > 0) say(`${toCount(files.length, 'file')} uploaded.`)
}
