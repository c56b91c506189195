/**
 * `npm run test:browser`: drives the console, a page with buckets, then the site, in headless Chromium;
 * the site at `BASE_URL` if it is set, otherwise an app of its own. Screenshots of each step are kept in
 * `.artifacts/browser/`.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { runTape, withOwnApp } from '../../framework/cli/own-app.ts'

const candidates = [
  process.env['CHROMIUM'],
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const chromium = candidates.find((path) => path && existsSync(path))
const baseUrl = process.env['BASE_URL']
const files = ['site', 'auth', 'auth-session', 'auth-pages', 'payments', 'files'].map(
  (name) => `test/browser/${name}.test.ts`,
)

if (chromium) {
  rmSync('.artifacts/browser', { recursive: true, force: true })
  mkdirSync('.artifacts/browser', { recursive: true })
  const env = { CHROMIUM: chromium }
  const config = ['run', '--config', 'test/browser/vitest.config.ts']
  const page = spawnSync('vitest', config, { env: { ...process.env, ...env }, stdio: 'inherit' })
  const site = baseUrl
    ? await runTape(files, { ...env, BASE_URL: baseUrl })
    : await withOwnApp((addresses) => runTape(files, { ...env, ...addresses }))
  process.exitCode = page.status === 0 ? site : 1
} else {
  console.log(
    'Skipped: no Chromium was found, so nothing was tested in a browser. Install one ' +
      '(Debian: apt-get install chromium), or name it: CHROMIUM=/path npm run test:browser',
  )
}
