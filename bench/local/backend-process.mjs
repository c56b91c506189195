/**
 * The site of the bench, and backend.mjs in it.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { copyProject, write } from '../../framework/test/scratch-project.ts'
import { emptyHandler } from './requests.mjs'

/** A copy of this project, with one route more. */
export function makeSite() {
  const site = copyProject()
  const manifest = readFileSync(join(site, 'app.arc'), 'utf8')
  write(site, 'app.arc', manifest.replace('@http\n', '@http\nget /empty\n'))
  write(site, 'src/http/get-empty/index.ts', emptyHandler())
  return site
}

/** @param {number} port the first of the block that its database takes one of */
export async function startBackend(site, port) {
  const child = spawn(process.execPath, ['bench/local/backend.mjs'], {
    cwd: site,
    env: { ...process.env, PLUGBOARD_PORT: String(port) },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  child.stdout.setEncoding('utf8')
  let said = ''
  const line = await new Promise((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      said += chunk
      if (said.endsWith('}}\n')) resolve(said.trim().split('\n').at(-1))
    })
    child.once('exit', (code) => reject(new Error(`The backend ended with code ${code}.`)))
  })
  return {
    ...JSON.parse(line),
    async stop() {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}
