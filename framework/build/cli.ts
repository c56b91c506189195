/**
 * `npm run build`: bundles everything as deploy does and tells each function's size.
 *
 * @module
 */
import { styleText } from 'node:util'
import { readManifest } from '../manifest.ts'
import { createBuilder } from './builder.ts'
import type { Built } from './entry.ts'

const start = performance.now()
try {
  const { built } = await createBuilder().buildForDeploy(await readManifest())
  console.log(toTable(built.toSorted((a, b) => b.bytes! - a.bytes!)))
  console.log(`\n${built.length} bundles in ${Math.round(performance.now() - start)} ms`)
} catch (error) {
  console.error((error as Error).message)
  process.exitCode = 1
}

function toTable(built: Built[]): string {
  const width = Math.max(...built.map(({ name }) => name.length))
  const rows = built.map(({ name, bytes }) => {
    const size = `${(bytes! / 1000).toFixed(1)} kB`.padStart(10)
    return `  ${name.padEnd(width)}  ${styleText('bold', size)}`
  })
  return [`  ${'function'.padEnd(width)}  ${'minified'.padStart(10)}`, ...rows].join('\n')
}
