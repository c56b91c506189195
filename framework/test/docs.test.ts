import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { beforeAll, describe, it } from 'vitest'
import { kernelEnv } from '../env.ts'
import { catalogue } from '../errors.ts'
import { listServices, readManifest, type Inventory } from '../manifest.ts'

/** Rows of the tables of docs/errors.md, with the heading they stand under. */
function readRows() {
  let heading = ''
  return readFileSync('docs/errors.md', 'utf8')
    .split('\n')
    .flatMap((line) => {
      heading = /^## (.+)/.exec(line)?.[1] ?? heading
      const [, code, status, title, advice] = line.split('|').map((cell) => cell.trim())
      return /^[A-Z][A-Z0-9_]+$/.test(code ?? '')
        ? [{ heading, code: code!, status: Number(status), title: title!, advice: advice! }]
        : []
    })
}

/** Loads everything that declares errors. */
async function loadCatalogue(): Promise<void> {
  const files = globSync(['framework/**/*.ts', 'src/**/*.ts']).filter(
    (file) => !/\/test\//.test(file) && /= defineErrors\(\{/.test(readFileSync(file, 'utf8')),
  )
  for (const file of files) await import(/* @vite-ignore */ join(process.cwd(), file))
}

describe('docs/errors.md', () => {
  // A service whose folder is gone leaves its rows behind in a clone; they say nothing wrong.
  const folders = globSync('src/plugins/*').map((folder) => basename(folder))
  const rows = readRows().filter(
    ({ heading }) => ['The kernel', 'The site'].includes(heading) || folders.includes(heading),
  )
  beforeAll(loadCatalogue)

  it('has every code of the catalogue', () => {
    assert.deepEqual(
      [...catalogue.keys()].filter((code) => !rows.some((row) => row.code === code)),
      [],
    )
  })

  it('has no code that the catalogue does not have', () => {
    assert.deepEqual(
      rows.map(({ code }) => code).filter((code) => !catalogue.has(code)),
      [],
    )
  })

  it('tells status and title as they are, and what to do', () => {
    for (const { code, status, title, advice } of rows) {
      assert.deepEqual({ code, status, title }, { code, ...catalogue.get(code) })
      assert.ok(advice.length > 10, `${code} says what to do`)
    }
  })
})

describe('the papers', () => {
  let inv: Inventory
  beforeAll(async () => {
    inv = await readManifest()
  })
  const readme = readFileSync('README.md', 'utf8')

  it('list every service in README.md', () => {
    const missing = globSync('src/plugins/*').filter(
      (folder) => !readme.includes(`${folder}/README.md`),
    )

    assert.deepEqual(missing, [])
  })

  it('tell in a README of its own what each service needs', () => {
    for (const { name, dir, env = {} } of listServices(inv)) {
      assert.ok(existsSync(join(dir, 'README.md')), `${name} has a README.md`)
      const text = readFileSync(join(dir, 'README.md'), 'utf8')
      const missing = Object.keys(env).filter((variable) => !text.includes(variable))

      assert.deepEqual(missing, [], `${name}/README.md names every variable`)
    }
  })

  it('show in .env.example every variable that is declared', () => {
    const example = readFileSync('.env.example', 'utf8')
    const declared = Object.assign({}, kernelEnv, ...listServices(inv).map(({ env }) => env))

    const missing = Object.keys(declared).filter((name) => !example.includes(`${name}=`))

    assert.deepEqual(missing, [])
  })

  it('name only commands that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object }
    const papers = [
      'README.md',
      'AGENTS.md',
      ...globSync('docs/**/*.md'),
      ...globSync('src/plugins/*/README.md'),
      ...globSync('examples/*/README.md'),
    ]
    const builtIn = ['install', 'start', 'test']

    for (const paper of papers) {
      const named = [...readFileSync(paper, 'utf8').matchAll(/npm (?:run )?([a-z][a-z:]*)/g)].map(
        (it) => it[1]!,
      )
      const unknown = named.filter((name) => !(name in scripts) && !builtIn.includes(name))
      assert.deepEqual(unknown, [], paper)
    }
  })

  it('link only to files that there are', () => {
    const papers = ['README.md', 'AGENTS.md', ...globSync('docs/*.md')]
    for (const paper of papers) {
      const links = [...readFileSync(paper, 'utf8').matchAll(/\]\((?!https?:|#)([^)#]+)/g)].map(
        (it) => it[1]!,
      )
      const broken = links.filter((link) => !existsSync(join(paper, '..', link)))
      // A service's folder may be gone from a clone that does not use it.
      assert.deepEqual(
        broken.filter((link) => !link.includes('src/plugins/')),
        [],
        paper,
      )
    }
  })
})
