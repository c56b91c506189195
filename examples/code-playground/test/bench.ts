/**
 * `npm run bench:playground`: ten minutes, as systems.md has it; then two beside somebody hostile. Ends with
 * code 1 where a bar is missed.
 *
 *     npm run bench:playground -- [--minutes 10] [--beside-minutes 2]
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { toTable } from '../../../framework/testing/figures.ts'
import { withOwnApp } from '../../../framework/cli/own-app.ts'
import { measure, toFigures } from './stages.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    'beside-minutes': { type: 'string', default: '2' },
  },
})
process.chdir(`${import.meta.dirname}/..`)
let isMet = false
const code = await withOwnApp(async ({ BASE_URL: baseUrl }) => {
  const seconds = Number(values.minutes) * 60
  const besideSeconds = Number(values['beside-minutes']) * 60
  const measured = await measure({ baseUrl, seconds, besideSeconds })
  const figures = toFigures(measured)
  const wrong = [...measured.alone.wrong, ...measured.beside.wrong]
  console.log(`\n${toTable(figures)}\n\n    wrong answers: ${wrong.length}`)
  for (const it of wrong.slice(0, 10)) console.log(`      ${it}`)
  for (const [lang, p95] of Object.entries(measured.alone.byLanguage)) {
    const meanwhile = Math.round(measured.beside.byLanguage[lang] ?? NaN)
    console.log(`    ${lang}: p95 ${Math.round(p95)} ms, beside somebody hostile ${meanwhile} ms`)
  }
  for (const what of new Set(measured.harm.map((it) => it.what))) {
    const times = measured.harm.filter((it) => it.what === what).map((it) => it.milliseconds)
    console.log(`    ${what}: ${times.map((it) => `${Math.round(it)}`).join(', ')} ms`)
  }
  for (const { what, wrong: said } of measured.harm) if (said) console.log(`      ${what}: ${said}`)
  isMet = wrong.length === 0 && figures.every((it) => it.isMet !== false)
  // Otherwise all that the app has printed would follow.
  return 0
})
process.exitCode = code === 0 && isMet ? 0 : 1
