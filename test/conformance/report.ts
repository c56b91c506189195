/**
 * `docs/dynamodb-conformance.md`, as a run found it.
 *
 * @module
 */
import { writeFileSync } from 'node:fs'
import type { Engine } from './engines.ts'
import { prefix } from './tables.ts'

/** What one case came to on one engine. */
export interface Result {
  operation: string
  name: string
  from: string
  /** Undefined: as DynamoDB does. */
  difference: string | undefined
}

export interface EngineResults {
  engine: Pick<Engine, 'name' | 'skipped' | 'known'>
  results: readonly Result[]
}

export function writeReport(file: string, all: readonly EngineResults[]): void {
  const run = all.filter(({ engine }) => !engine.skipped)
  const parts = [intro(run[0]!.results.length), table(all), ...run.map(differences)]
  writeFileSync(file, `${parts.join('\n\n')}\n`)
}

/** One line for the terminal. */
export function renderSum({ engine, results }: EngineResults): string {
  if (engine.skipped) return `${engine.name}: skipped, ${engine.skipped}`
  return `${engine.name}: ${count(results)} cases as DynamoDB`
}

const intro = (cases: number) => `# Does the local database answer as DynamoDB does?

Written by \`npm run test:conformance\`; do not edit it. The run sends ${cases} cases to each database and
compares what comes back: values, error names and, where AWS words them the same everywhere, messages.

Each case names the public one that checks the same, nearly always one of
[paritysuite/dynamodb-conformance](https://github.com/paritysuite/dynamodb-conformance) (MIT, © 2026 Martin
Hicks), whose authors run theirs against AWS. The cases in \`test/conformance/\` are written anew; none of its
code is in them. \`npm run test:conformance -- --real\` sends them to AWS as well, with the keys of an account
in the environment; with \`DYNAMODB_ENDPOINT\` they go to whatever answers there.`

function table(all: readonly EngineResults[]): string {
  const operations = [...new Set(all.flatMap(({ results }) => results.map((it) => it.operation)))]
  const row = (cells: string[]) => `| ${cells.join(' | ')} |`
  const name = ({ skipped, name }: EngineResults['engine']) =>
    skipped ? `${name} (not run)` : name
  return [
    row(['operation', ...all.map(({ engine }) => name(engine))]),
    row(['---', ...all.map(() => '---')]),
    ...operations.map((operation) =>
      row([
        operation,
        ...all.map(({ results }) => count(results.filter((it) => it.operation === operation))),
      ]),
    ),
    row(['**all**', ...all.map(({ results }) => `**${count(results)}**`)]),
  ].join('\n')
}

function differences({ engine, results }: EngineResults): string {
  const heading = `## Where ${engine.name} differs`
  const all = results.filter(({ difference }) => difference)
  if (all.length === 0) return `${heading}\n\nNowhere.`
  const lines = all
    .filter((it) => !isMissing(it))
    .map((it) => describe(it, engine.known?.[toKey(it)]))
  return [heading, ...missing(all), lines.join('\n')].join('\n\n')
}

/** An operation that an engine does not know is told of once. */
function missing(all: readonly Result[]): string[] {
  const counts = Map.groupBy(all.filter(isMissing), ({ operation }) => operation)
  if (counts.size === 0) return []
  const list = [...counts].map(([operation, { length }]) => `${operation} (${length})`).join(', ')
  return [`It knows nothing of what these cases ask for: ${list}.`]
}

const isMissing = ({ difference }: Result) => /is UnknownOperationException/.test(difference!)

function describe(result: Result, note: string | undefined): string {
  return [
    `- **${plain(toKey(result))}**: ${plain(result.difference!).replace(/\.$/, '')}. ${note ?? ''}`.trimEnd(),
    `  (${plain(result.from)})`,
  ].join('\n')
}

export const toKey = ({ operation, name }: Pick<Result, 'operation' | 'name'>) =>
  `${operation} · ${name}`

function count(results: readonly Result[]): string {
  const passed = results.filter(({ difference }) => !difference).length
  return results.length > 0 ? `${passed} of ${results.length}` : '–'
}

// Names of a run are of no interest, and Markdown has its own use for some characters.
const plain = (text: string) =>
  text
    .replaceAll(new RegExp(`${prefix}(c\\d+)?`, 'g'), '~')
    .replaceAll(/DateTime":[\d.]+/g, 'DateTime":…')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[*_<>|[\]`#\\~]/g, (it) => `\\${it}`)
