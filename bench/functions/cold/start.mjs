/**
 * A cold start: a fresh process under AWS's own runtime client, from spawn to the answer.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const peers = join(import.meta.dirname, '../../peers/node_modules')

/** A copy of aws-lambda-ric that takes our transport for its native one. All else is as it comes. */
export function makeRuntime(folder) {
  const source = readFileSync(join(peers, 'aws-lambda-ric/index.mjs'), 'utf8')
  const native = '"./rapid-client.node"'
  if (source.split(native).length !== 2) throw new Error('aws-lambda-ric has changed.')
  const transport = JSON.stringify(join(import.meta.dirname, 'transport.cjs'))
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'aws-lambda-ric.mjs')
  writeFileSync(file, source.replace(native, transport))
  return file
}

/**
 * Milliseconds of the processor and of the clock, their parts, and the memory at the answer.
 *
 * @typedef {object} Start
 * @property {number} cpu
 * @property {number} wall
 * @property {number} importing until the function was loaded, without what Node and the runtime need
 * @property {number} invoking the first invocation
 * @property {number} memory bytes, at most
 * @property {boolean} hasUndici
 */

/**
 * Starts it, and again when it was killed: by us after 30 seconds, or by a machine that is out of
 * memory. Neither says anything about the function.
 *
 * @returns {Promise<{ result: object, start: Start }>}
 */
export async function startCold(options, attempts = 3) {
  try {
    return await startOnce(options)
  } catch (error) {
    if (!error.isKilled || attempts === 1) throw error
    return startCold(options, attempts - 1)
  }
}

async function startOnce({ runtime, api, folder, env, event }) {
  const answered = api.expect(event)
  const began = performance.now()
  const child = spawn(process.execPath, [runtime], {
    cwd: folder,
    env: { ...env, ...lambdaEnv(folder), AWS_LAMBDA_RUNTIME_API: api.address },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  })
  const ended = once(child, 'exit')
  let said = ''
  let noted = ''
  child.stderr.on('data', (chunk) => (said += chunk))
  child.stdio[3].on('data', (chunk) => (noted += chunk))
  const noteEnded = once(child.stdio[3], 'close')
  const early = ended.then(([code, signal]) => {
    const how = signal ?? `code ${code}`
    const error = new Error(`the process ended with ${how} and without an answer`)
    throw Object.assign(error, { isKilled: signal !== null })
  })
  // On a very busy machine the slowest take three seconds.
  const late = setTimeout(() => child.kill('SIGKILL'), 30_000)
  try {
    const result = await Promise.race([answered, early])
    const wall = performance.now() - began
    child.kill('SIGKILL')
    await Promise.all([ended, noteEnded])
    return { result, start: { wall, ...toParts(JSON.parse(noted.split('\n')[0])) } }
  } catch (error) {
    child.kill('SIGKILL')
    const { message, isKilled = false } = error
    throw Object.assign(new Error(`${message}\n${said.slice(0, 2000)}`, { cause: error }), {
      isKilled,
    })
  } finally {
    clearTimeout(late)
  }
}

function toParts({ marks, memory, hasUndici }) {
  return {
    cpu: marks.invoke / 1000,
    importing: (marks.import - marks.boot) / 1000,
    invoking: (marks.invoke - marks.import) / 1000,
    memory,
    hasUndici,
  }
}

const lambdaEnv = (folder) => ({
  _HANDLER: 'index.handler',
  LAMBDA_TASK_ROOT: folder,
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/bench',
  AWS_LAMBDA_LOG_STREAM_NAME: 'bench',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
})
