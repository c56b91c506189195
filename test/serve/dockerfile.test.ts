import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { findFreePorts } from '#framework/testing/free-ports.ts'
import { createProject, run } from '#framework/test/scratch-project.ts'
import { moveOut, startServe } from './process.ts'

const dockerfile = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', '')
const toCommand = (pattern: RegExp) => JSON.parse(pattern.exec(dockerfile)![1]!) as string[]
const command = toCommand(/^CMD (\[.+\])$/m)
const healthCheck = toCommand(/^HEALTHCHECK .*?CMD (\[.+\])$/m)

const env = {
  ARC_ENV: 'production',
  APP_URL: 'https://www.example.com',
  APP_SECRET: 'x'.repeat(32),
  TABLE_PLUGBOARD_KEYS: 'keys',
  AWS_ACCESS_KEY_ID: 'key',
  AWS_SECRET_ACCESS_KEY: 'secret',
}

describe('the Dockerfile', () => {
  let project: string
  let folder: string
  beforeAll(async () => {
    project = createProject()
    // The very line of the file.
    const [, line] = /^RUN npm run (serve -- --build)$/m.exec(dockerfile)!
    const [name, , ...parameters] = line!.split(' ')
    const build = run(project, ['framework/local/boot.mjs', name!, ...parameters])
    assert.equal(await build.ends(), 0, build.output())
    folder = moveOut(project)
  })
  afterAll(() => {
    for (const path of [project, folder]) rmSync(path, { recursive: true, force: true })
  })

  const isHealthy = (port: number) => {
    const [program, ...args] = healthCheck
    assert.equal(program, 'node')
    const options = { cwd: folder, env: { SERVE_PORT: String(port) } }
    return spawnSync(process.execPath, args, options).status === 0
  }

  it('copies only what there is, and the node that the project is made for', () => {
    const [, line] = /^COPY (package\.json .+) \.\/$/m.exec(dockerfile)!
    const missing = line!.split(' ').filter((file) => !existsSync(file))
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      devDependencies: { node: string }
    }

    assert.deepEqual(missing, [])
    assert.match(
      dockerfile,
      new RegExp(`^FROM node:${devDependencies.node.split('.')[0]}-slim$`, 'm'),
    )
    assert.match(dockerfile, /^USER node$/m)
  })

  it('has a command and a health check that work in what it builds', async () => {
    const port = await findFreePorts(1)
    const [program, file, ...args] = command
    assert.deepEqual([program, file], ['node', 'server.mjs'])
    assert.equal(isHealthy(port), false)

    const server = startServe(folder, { ...env, SERVE_PORT: String(port) }, args)
    await server.says('serving')

    assert.equal(isHealthy(port), true)
    assert.equal(await server.end(), 0)
    assert.equal(isHealthy(port), false)
  })
})
