/**
 * `npm test`: every promise that needs Node's package manager and nothing else.
 *
 * Each step is a command of its own, so that a failing one can be run again alone.
 *
 * @module
 */
import { resolve } from 'node:path'
import { runAll, type Step } from './steps.ts'

const checks: Step[] = [
  { promise: 'Formatted', command: 'oxfmt --check .' },
  { promise: 'No lint', command: 'oxlint --deny-warnings' },
  { promise: 'Types hold', command: 'tsc --noEmit' },
  { promise: 'Imports go one way', command: 'node framework/cli/check-imports.ts' },
  { promise: 'Nothing is unused', command: 'knip' },
  { promise: 'Generated files are in sync', command: 'node framework/cli/generate.ts --check' },
  { promise: 'What would be deployed is safe', command: 'node framework/cli/check-template.ts' },
]
const suites: Step[] = [
  { promise: 'Units and services work', command: 'vitest run --reporter=dot' },
  {
    promise: 'GraphQL answers the same when queries are hot',
    command: 'vitest run --config test/hot/vitest.config.ts --reporter=dot',
  },
  { promise: 'The whole app works, over HTTP', command: 'node framework/cli/acceptance.ts' },
]

// What the steps load in each of their processes is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= resolve('.plugboard/compiled')

// The checks have nothing to do with each other; a suite wants the machine for itself.
const results = [...(await runAll(checks, 2)), ...(await runAll(suites, 1))]
const failed = results.filter((passed) => !passed).length
console.log(`\n${results.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
