/**
 * `npm run lint:cfn`: cfn-lint on the template of this project, where Python has it.
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readAccess } from '../deploy/access/read-access.ts'
import { isException } from '../deploy/checks/exceptions.ts'
import type { Template } from '../deploy/cloudformation.ts'
import { createTemplate } from '../deploy/create.ts'
import { readManifest } from '../manifest.ts'

const [program, ...parameters] = findLinter() ?? []
if (program) process.exitCode = await lint(program, parameters)
else {
  console.log(
    'Skipped cfn-lint: it is not installed here, or does not run. ' +
      'It needs Python: pip install cfn-lint. npm test has checked the template without it.',
  )
}

function findLinter(): string[] | undefined {
  const python = process.env['PLUGBOARD_PYTHON']
  const candidates = [
    ...(python ? [[python, '-m', 'cfnlint']] : []),
    ['cfn-lint'],
    ['python3', '-m', 'cfnlint'],
  ]
  return candidates.find(
    ([program, ...rest]) => spawnSync(program!, [...rest, '--version']).status === 0,
  )
}

async function lint(program: string, parameters: readonly string[]): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'plugboard-'))
  try {
    const access = await readAccess(await readManifest())
    const template = await createTemplate({
      stage: 'production',
      checksVariables: false,
      readAccess: async () => access,
    })
    const file = join(folder, 'template.json')
    writeFileSync(file, JSON.stringify(withoutFolders(template), null, 2))
    const version = run(program, [...parameters, '--version']).stdout.trim()
    const { stdout, stderr } = run(program, [
      ...parameters,
      '--template',
      file,
      '--include-checks',
      'I',
      '--format',
      'json',
    ])
    const matches = JSON.parse(stdout || '[]') as Match[]
    const found = matches.filter((match) => !isException(toFinding(match, template)))
    for (const match of found) console.error(toLine(match))
    if (stderr) console.error(stderr.trim())
    if (found.length > 0 || stderr) return 1
    const explained = matches.length - found.length
    const rest = explained > 0 ? `, but for ${explained} notes (docs/guard.md explains them)` : ''
    console.log(`✔ ${version}: nothing found${rest}`)
    return 0
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Match {
  Rule: { Id: string }
  Message: string
  Location: { Path: (string | number)[] | null }
}

function run(program: string, parameters: readonly string[]) {
  return spawnSync(program, parameters, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
}

function toFinding({ Rule, Location }: Match, { Resources }: Template) {
  const [, id] = Location.Path ?? []
  return { id: Rule.Id, type: Resources[String(id)]?.Type }
}

function toLine({ Rule, Message, Location }: Match): string {
  return `${Rule.Id}: ${(Location.Path ?? []).join('.')}: ${Message}`
}

/** AWS SAM’s own model, which cfn-lint runs, wants code to be in S3, where deploy puts it. */
function withoutFolders(template: Template): object {
  return JSON.parse(
    JSON.stringify(template, (name, value: unknown) =>
      name === 'CodeUri' ? 's3://bucket/code' : value,
    ),
  ) as object
}
