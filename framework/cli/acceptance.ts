/**
 * Runs the whole-app suite (tape) over HTTP: against `BASE_URL` if it is set, otherwise against an
 * app of its own. Plugged-in services add what is in their `test/acceptance/`.
 *
 * @module
 */
import { globSync } from 'node:fs'
import { relative } from 'node:path'
import { listServices, readManifest } from '../manifest.ts'
import { runTape, withOwnApp } from './own-app.ts'

const baseUrl = process.env['BASE_URL']
const services = listServices(await readManifest()).map(({ dir }) => relative('.', dir))
const files = ['test', ...services.map((dir) => `${dir}/test`)].flatMap((folder) =>
  globSync(`${folder}/acceptance/*.test.ts`).toSorted(),
)

process.exitCode = baseUrl
  ? await runTape(files, { BASE_URL: baseUrl })
  : await withOwnApp((addresses) => runTape(files, { ...addresses }))
