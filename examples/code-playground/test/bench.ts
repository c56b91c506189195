/**
 * `npm run bench:playground`: ten minutes, as systems.md has it; then two with hostile pens now and then, and two
 * beside somebody who sends nothing else. Ends with
 * code 1 where a bar is missed. A whole run, or one with `--write`, puts its figures into README.md.
 *
 *     npm run bench:playground -- [--minutes 10] [--beside-minutes 2] [--write]
 *
 * @module
 */
import { parseArgs } from 'node:util'
import { toTable } from '../../../framework/testing/figures.ts'
import { withOwnApp } from '../../../framework/cli/own-app.ts'
import { publish } from './publish.ts'
import { measure, toFigures } from './stages.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    'beside-minutes': { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
  },
})
const [minutes, besideMinutes] = [Number(values.minutes), Number(values['beside-minutes'])]
process.chdir(`${import.meta.dirname}/..`)
let isMet = false
const code = await withOwnApp(async ({ BASE_URL: baseUrl }) => {
  const measured = await measure({
    baseUrl,
    seconds: minutes * 60,
    amidSeconds: besideMinutes * 60,
    besideSeconds: besideMinutes * 60,
    tell: (what) => console.log(`${new Date().toISOString().slice(11, 19)} ${what}`),
  })
  const figures = toFigures(measured)
  const { alone, amid, beside } = measured
  const wrong = [alone, amid, beside].flatMap((it) => it?.wrong ?? [])
  console.log(`\n${toTable(figures)}\n\n    wrong answers: ${wrong.length}`)
  for (const it of wrong.slice(0, 10)) console.log(`      ${it}`)
  for (const [lang, p95] of Object.entries(alone.byLanguage)) {
    const [now, all] = [amid, beside].map((it) => Math.round(it?.byLanguage[lang] ?? NaN))
    console.log(
      `    ${lang}: p95 ${Math.round(p95)} ms, with hostile pens now and then ${now}, without a pause ${all}`,
    )
  }
  for (const what of new Set(measured.harm.map((it) => it.what))) {
    const times = measured.harm.filter((it) => it.what === what).map((it) => it.milliseconds)
    console.log(`    ${what}: ${times.map((it) => `${Math.round(it)}`).join(', ')} ms`)
  }
  for (const { what, wrong: said } of measured.harm) if (said) console.log(`      ${what}: ${said}`)
  isMet = wrong.length === 0 && figures.every((it) => it.isMet !== false)
  if (values.write || (minutes >= 10 && besideMinutes >= 2)) {
    publish(figures, [minutes, besideMinutes])
  }
  // Otherwise all that the app has printed would follow.
  return 0
})
process.exitCode = code === 0 && isMet ? 0 : 1
