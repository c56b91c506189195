/**
 * What people write, and what hostile people do: sources with a mark of their own, so that an answer to
 * another question would be noticed.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import firstPen from '../src/shared/first-pen.json' with { type: 'json' }

export interface Question {
  lang: string
  source: string
  /** What stands in a right answer; undefined where an error is right. */
  mark?: string
}

const root = join(import.meta.dirname, '../../..')
const read = (pattern: string, most = 16) =>
  globSync(pattern, { cwd: root })
    .toSorted()
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .filter((text) => text.length > 200 && text.length < 20_000)
    .slice(0, most)

/** One in a hundred each, by how often it is asked: styles are what most pens have. */
const languages = [
  {
    lang: 'scss',
    share: 40,
    // Of other people, with @use at the top and functions; and what this project has.
    sources: [
      ...read('node_modules/{rfs/scss,include-media/dist/_*}.scss'),
      ...read('src/browser/styles/*.css'),
    ],
    toMark: (it: string) => `\n.${it} { &:hover { color: red } }\n`,
  },
  {
    lang: 'typescript',
    share: 20,
    sources: read('framework/*.ts'),
    toMark: (it: string) => `\nexport const ${it}: number = 1\n`,
  },
  {
    lang: 'tsx',
    share: 10,
    sources: [firstPen.script.source],
    toMark: (it: string) => `\nexport const ${it} = <p class="a">{1 as number}</p>\n`,
  },
  {
    lang: 'markdown',
    share: 15,
    sources: read('node_modules/*/README.md', 30),
    toMark: (it: string) => `\n\n${it}\n`,
  },
  {
    lang: 'pug',
    share: 15,
    sources: [firstPen.markup.source, ...read('examples/code-playground/test/pug/*.pug')],
    toMark: (it: string) => `\np ${it}\n`,
  },
]

/** Answers the next question each time: every fifth has been asked before. */
export function createMix(seed = 1): () => Question {
  const random = createRandom(seed)
  const asked: Question[] = []
  let count = 0

  return () => {
    if (asked.length > 20 && random() < 0.2) return asked[Math.floor(random() * asked.length)]!
    let place = random() * 100
    const { lang, sources, toMark } = languages.find(({ share }) => (place -= share) < 0)!
    const mark = `mark${seed}x${++count}`
    const source = sources[Math.floor(random() * sources.length)]! + toMark(mark)
    const question = { lang, source, mark }
    asked.push(question)
    if (asked.length > 2000) asked.shift()
    return question
  }
}

/** Harm, never twice the same. */
export const hostile: Readonly<Record<string, (it: number) => Question>> = {
  'an endless loop in Pug': (it) => ({ lang: 'pug', source: `//- ${it}\n- while (true) {}` }),
  'an endless loop in SCSS': (it) => ({ lang: 'scss', source: `// ${it}\n@while true {}` }),
  '2 GB in Pug': (it) => ({
    lang: 'pug',
    source: `//- ${it}\n- var a = []; while (true) a.push(new Array(1e4).fill('x'))`,
  }),
  '2 GB in SCSS': (it) => ({
    lang: 'scss',
    source: `$a: "${it}"; @for $i from 1 through 31 { $a: $a + $a !global; } a { b: $a + "c" }`,
  }),
  'process.exit': (it) => ({ lang: 'pug', source: `- process.exit(${it})` }),
  'the file system': (it) => ({
    lang: 'pug',
    source: `//- ${it}\np= require('fs').readdirSync('/')`,
  }),
  'a file of the machine': (it) => ({
    lang: 'scss',
    source: `/* ${it} */ @use 'file:///etc/passwd'`,
  }),
  'the environment': (it) => ({
    lang: 'pug',
    source: `//- ${it}\np= process.env.AWS_SECRET_ACCESS_KEY`,
  }),
}

/** The same numbers from the same seed. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
