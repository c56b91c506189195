/**
 * The playground with one language more, as the README says: one folder, and one line.
 *
 * @module
 */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const here = join(import.meta.dirname, '..')
// As deep in the project as the original, so that its paths lead to the same places.
const place = join(here, '../../.plugboard')

const program = `import { Refusal, serve, toPlace, toText } from '#services/convert/program'

serve((input) => {
  const text = input.toString()
  const quiet = text.split('\\n').findIndex((line) => /psst/.test(line))
  if (quiet < 0) return toText('text/html', '<h1>' + text.toUpperCase() + '</h1>')
  const path = toPlace(quiet + 1)
  throw new Refusal('Nobody whispers', { errors: [{ path, message: 'Nobody whispers' }] })
})
`

const route = `import { defineConverter, textLimits } from '#services/convert/converters'
import { sourceRoute } from '#services/convert/sources'
import { z } from '#framework/validate.ts'
import program from 'program:./program.ts'

const options = z.strictObject({})
const [from, to] = [['text/plain'], ['text/html']]

export const handler = sourceRoute(
  defineConverter({ name: 'shout', version: 1, from, to, options, limits: textLimits }, program),
)
`

/** Answers the folder, and what removes it. */
export function addLanguage(): { cwd: string; remove: () => void } {
  mkdirSync(place, { recursive: true })
  const cwd = mkdtempSync(join(place, 'playground-'))
  cpSync(join(here, 'src'), join(cwd, 'src'), { recursive: true })
  const folder = join(cwd, 'src/http/post-preprocess-markup-shout')
  mkdirSync(folder)
  writeFileSync(join(folder, 'program.ts'), program)
  writeFileSync(join(folder, 'index.ts'), route)
  const manifest = readFileSync(join(here, 'app.arc'), 'utf8')
  const line = 'post /preprocess/markup/pug\n'
  writeFileSync(
    join(cwd, 'app.arc'),
    manifest.replace(line, `${line}post /preprocess/markup/shout\n`),
  )
  return { cwd, remove: () => rmSync(cwd, { recursive: true, force: true }) }
}
