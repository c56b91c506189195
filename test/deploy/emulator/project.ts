/**
 * The project that is deployed: a copy of this one, with the probe plugged in.
 *
 * @module
 */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyProject } from '../../../framework/test/scratch-project.ts'

/** Makes it; answers its folder. */
export function createProbed(): string {
  const folder = copyProject()
  cpSync(join(folder, 'test', 'deploy', 'probe'), join(folder, 'src', 'plugins', 'probe'), {
    recursive: true,
  })
  edit(join(folder, 'app.arc'), (text) =>
    text.replace(/^@plugins\n[^@]*?(?=\n\n)/m, '$&\nprobe\n  src src/plugins/probe/index.ts'),
  )
  return folder
}

/** What a developer edits between two deploys. */
export function editProbe(folder: string): void {
  const handler = join(folder, 'src/plugins/probe/http/get-probe-000what/index.ts')
  edit(handler, (text) => text.replace("'first'", "'second'"))
}

/** What a developer should not: another key makes another table. Answers what undoes it. */
export function loseTable(folder: string): () => void {
  const manifest = join(folder, 'src/plugins/probe/index.ts')
  const [before, after] = ["partitionKey: 'id', stream", "partitionKey: 'key', stream"]
  edit(manifest, (text) => text.replace(before, after))
  return () => edit(manifest, (text) => text.replace(after, before))
}

function edit(file: string, change: (text: string) => string): void {
  const text = readFileSync(file, 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`There was nothing to change in ${file}`)
  writeFileSync(file, changed)
}
