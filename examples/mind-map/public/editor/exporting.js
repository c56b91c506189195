/**
 * An export: the map goes to storage, and what is made of it comes from there.
 *
 * @module
 */
import { formats } from './bar.js'
import { make } from './elements.js'
import { exportMap } from './storage.js'

/** Makes a file of a map, and has the browser keep it. */
export async function exportAs(format, { name, map, say }) {
  say(`${formats[format]}: sending the map…`)
  try {
    const file = await exportMap(map, format, {
      onWait: () => say(`${formats[format]}: being made…`),
    })
    const href = URL.createObjectURL(file)
    const ending = format === 'markdown' ? 'md' : format
    make('a', { href, download: `${name}.${ending}` }).click()
    setTimeout(() => URL.revokeObjectURL(href), 60_000)
    say(`${formats[format]}: done`)
  } catch (error) {
    say(`${formats[format]}: ${error.message}`, { isProblem: true })
  }
}
