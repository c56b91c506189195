/**
 * The profiles of a project, and how one is measured.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, globSync, readFileSync, rmSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { findPlace } from '../plugin/root.ts'
import { copyProject } from '../test/scratch-project.ts'
import type { Profile } from './profile.ts'
import type { PublishedCase } from './published.ts'

/** A file of `profiles/`: what people do, or a case that was published. */
export type FoundProfile =
  | { name: string; profile: Profile; measuredFile: string }
  | { published: PublishedCase }

/** @throws Error naming the profiles that there are. */
export async function findProfile(name: string, cwd = process.cwd()): Promise<FoundProfile> {
  const folder = resolve(cwd, 'profiles')
  const file = join(folder, `${name}.ts`)
  if (existsSync(file)) {
    const { default: profile } = (await import(pathToFileURL(file).href)) as { default: Profile }
    return { name, profile, measuredFile: join(folder, `${name}.measured.json`) }
  }
  const json = join(folder, `${name}.json`)
  if (existsSync(json))
    return { published: JSON.parse(readFileSync(json, 'utf8')) as PublishedCase }
  const names = globSync('*.{ts,json}', { cwd: folder }).filter(
    (it) => !it.endsWith('.measured.json'),
  )
  const known = names.map((it) => basename(it).replace(/\.\w+$/, '')).sort()
  throw new Error(
    known.length > 0
      ? `There is no profiles/${name}.ts. There are: ${known.join(', ')}.`
      : 'There is no profile: say in profiles/NAME.ts what people do (docs/cost.md).',
  )
}

/** Plays a profile in a copy of the project, so that what runs here keeps its bundles. */
export async function measureProfile({
  name,
  measuredFile,
  profile: { plays = 40 },
}: Extract<FoundProfile, { name: string }>) {
  const copy = copyProject()
  const folder = join(copy, findPlace(process.cwd()))
  try {
    const parameters = [
      join(copy, 'framework/cost/measure/main.ts'),
      join(folder, 'profiles', `${name}.ts`),
      measuredFile,
      String(plays),
    ]
    const child = spawn(process.execPath, parameters, { cwd: folder, stdio: 'inherit' })
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`${name} could not be measured. Nothing was changed.`)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}
