/**
 * The console's page, script and styles, bundled when it starts.
 *
 * @module
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'

const dir = join(import.meta.dirname, 'browser')

/** A file as it is sent. */
export interface PageFile {
  type: string
  body: string
}

/** The files of the page by their path. */
export async function bundlePage(): Promise<Map<string, PageFile>> {
  const [{ outputFiles }, markup] = await Promise.all([
    build({
      entryPoints: [join(dir, 'console.ts'), join(dir, 'console.css')],
      outdir: dir,
      bundle: true,
      write: false,
      format: 'esm',
      minify: true,
      target: ['es2023', 'chrome120', 'firefox120', 'safari17'],
      logLevel: 'silent',
    }),
    readFile(join(dir, 'index.html'), 'utf8'),
  ])
  const find = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))!.text
  return new Map([
    ['/', { type: 'text/html', body: markup }],
    ['/console.js', { type: 'text/javascript', body: find('.js') }],
    ['/console.css', { type: 'text/css', body: find('.css') }],
    ['/icon.svg', { type: 'image/svg+xml', body: icon }],
  ])
}

const icon =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="4" ' +
  'fill="#0b5c4d"/><path d="M3 5h6M5 8h8M7 11h5" stroke="#fff" stroke-width="1.6" ' +
  'stroke-linecap="round"/></svg>'
