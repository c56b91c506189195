/**
 * Holds every import to the directions of the house: framework ← services ← your code and the examples,
 * services only through their doors, and nothing of the developer's machine in what is bundled.
 *
 * @module
 */
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** One import, seen from the project's root. */
interface Import {
  from: string
  /** A path from the root, or the bare specifier of a package or a virtual module. */
  to: string
  line: number
}

interface Rule {
  says: string
  breaks: (it: Import) => boolean
}

const isTest = (file: string) => /(^|\/)test\//.test(file) || file.endsWith('.test.ts')
const serviceOf = (file: string) => /^src\/plugins\/([^/]+)\//.exec(file)?.[1]
const isDoor = (file: string) => /^src\/plugins\/[^/]+\/(([^/]+\/)?api|graphql)\.ts$/.test(file)
const exampleOf = (file: string) => /^examples\/([^/]+)\//.exec(file)?.[1]
const isArcOnly = (file: string) =>
  /^framework\/(local|build|deploy|plugin|cli|testing|serve|cost)\//.test(file) ||
  /^framework\/(plugin|service|manifest|testing|twin|state-file)\.ts$/.test(file) ||
  /^src\/plugins\/[^/]+\/(index|twin|codegen|seed)\.ts$/.test(file) ||
  /^src\/plugins\/[^/]+\/twin\//.test(file)

const rules: Rule[] = [
  {
    says: 'the framework imports nothing from src/ and examples/',
    breaks: ({ from, to }) => from.startsWith('framework/') && /^(src|examples)\//.test(to),
  },
  {
    says: 'a service is imported through its doors only: #services/<name>, #services/<name>/<part> or #graphql/<name>',
    breaks: ({ from, to }) =>
      serviceOf(to) !== undefined && serviceOf(to) !== serviceOf(from) && !isDoor(to),
  },
  {
    says: 'a service knows nothing of your code: no #shared',
    breaks: ({ from, to }) => serviceOf(from) !== undefined && /^(src\/shared|examples)\//.test(to),
  },
  {
    says: 'an example stands on framework and services alone: its own files are imported relatively',
    breaks: ({ from, to }) =>
      exampleOf(from) !== undefined &&
      exampleOf(from) !== exampleOf(to) &&
      (exampleOf(to) !== undefined || (to.startsWith('src/') && serviceOf(to) === undefined)),
  },
  {
    says: 'your code must not know the examples: they are there to be deleted',
    breaks: ({ from, to }) => from.startsWith('src/') && exampleOf(to) !== undefined,
  },
  {
    says: 'your code must work without any service: use slots, events or GraphQL, not #services',
    breaks: ({ from, to }) =>
      /^src\/(http|events|queues|scheduled|shared|browser)\//.test(from) && isDoor(to),
  },
  {
    says: 'code for arc and for tests is never part of a function',
    breaks: ({ from, to }) => !isArcOnly(from) && isArcOnly(to),
  },
  {
    says: 'http builtins load undici (25 ms): use process.getBuiltinModule in a function',
    breaks: ({ from, to }) =>
      !isArcOnly(from) && !/(^|\/)src\/browser\//.test(from) && /^(node:)?https?$/.test(to),
  },
]

const root = process.cwd()
const broken = listImports().flatMap((it) =>
  rules
    .filter(({ breaks }) => breaks(it))
    .map(({ says }) => `${it.from}:${it.line}  imports ${it.to}\n  ${says}`),
)
const undeclared = listImports()
  .filter(isUndeclaredNeed)
  .map(
    ({ from, to, line }) =>
      `${from}:${line}  imports ${to}\n  add needs: ['${serviceOf(to)}'] to src/plugins/${serviceOf(from)}/index.ts`,
  )

const unplugged = listImports()
  .filter(isUnplugged)
  .map(
    ({ from, to, line }) =>
      `${from}:${line}  imports ${to}\n  plug it in, in examples/${exampleOf(from)}/app.arc`,
  )

const problems = [...broken, ...undeclared, ...unplugged]
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1

function listImports(): Import[] {
  const files = globSync(['framework/**/*.ts', 'src/**/*.ts', 'examples/*/src/**/*.ts'], {
    cwd: root,
  })
  return files.filter((file) => !isTest(file) && !file.endsWith('.d.ts')).flatMap(importsOf)
}

function importsOf(from: string): Import[] {
  const pattern =
    /^\s*(?:import|export)\s(?!type\b)(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm
  const source = readFileSync(join(root, from), 'utf8')
  return [...source.matchAll(pattern)].map((match) => ({
    from,
    to: resolve(from, (match[1] ?? match[2])!),
    line: source.slice(0, match.index).split('\n').length,
  }))
}

function resolve(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(root, join(root, dirname(from), specifier))
  return specifier
    .replace(/^#framework\//, 'framework/')
    .replace(/^#shared\//, 'src/shared/')
    .replace(/^#services\/(.+)$/, 'src/plugins/$1/api.ts')
    .replace(/^#graphql\/(.+)$/, 'src/plugins/$1/graphql.ts')
}

function isUndeclaredNeed({ from, to }: Import): boolean {
  const [user, used] = [serviceOf(from), serviceOf(to)]
  if (!user || !used || user === used) return false
  const manifest = readFileSync(join(root, 'src/plugins', user, 'index.ts'), 'utf8')
  return !new RegExp(`needs: \\[[^\\]]*'${used}'`).test(manifest)
}

function isUnplugged({ from, to }: Import): boolean {
  const [example, used] = [exampleOf(from), serviceOf(to)]
  if (!example || !used) return false
  const manifest = readFileSync(join(root, 'examples', example, 'app.arc'), 'utf8')
  return !manifest.includes(`src/plugins/${used}/index.ts`)
}
