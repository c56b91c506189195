/**
 * `npm run test:browser`: drives the site in headless Chromium, against `BASE_URL` if it is set,
 * otherwise against an app of its own. Screenshots of each step are kept in `.artifacts/browser/`.
 *
 * @module
 */
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
const files = ['test/browser/site.test.ts']

if (chromium) {
  rmSync('.artifacts/browser', { recursive: true, force: true })
  mkdirSync('.artifacts/browser', { recursive: true })
  const env = { CHROMIUM: chromium }
  process.exitCode = baseUrl
    ? await runTape(files, { ...env, BASE_URL: baseUrl })
    : await withOwnApp((addresses) => runTape(files, { ...env, ...addresses }))
} else {
  console.log(
    'Skipped: no Chromium was found, so nothing was tested in a browser. Install one ' +
      '(Debian: apt-get install chromium), or name it: CHROMIUM=/path npm run test:browser',
  )
}
