/**
 * `npm run test:conformance`: the local databases, and AWS on request, answer as DynamoDB does.
 *
 *     npm run test:conformance -- [--real]
 *
 * @module
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'

const { values } = parseArgs({ options: { real: { type: 'boolean', default: false } } })
// Two runs in one account do not touch each other's tables.
const real = values.real && { CONFORMANCE_REAL: '1', CONFORMANCE_RUN: Date.now().toString(36) }
const { status } = spawnSync(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/conformance/vitest.config.ts'],
  { stdio: 'inherit', env: { ...process.env, ...real } },
)
process.exitCode = status ?? 1
