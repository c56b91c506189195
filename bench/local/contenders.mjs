/**
 * The local servers that are compared, all with the same handlers and the same kind of database.
 *
 * @module
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { write } from '../../framework/test/scratch-project.ts'

const project = join(import.meta.dirname, '../..')
const peers = join(project, 'bench/peers/node_modules')

/** Routes of the handlers, and their functions' names elsewhere. */
const routes = {
  'get /empty': 'empty',
  'get /': 'page',
  'any /graphql': 'graphql',
}

/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {string} cwd
 * @property {(port: number) => string[]} command arguments of node
 * @property {Record<string, string>} env
 * @property {string} source the file of the empty handler
 * @property {boolean} [isFollowing] a change of that file is seen without a new start
 */

/** `npm start` in the site's own folder: TypeScript, its own bundles, its own database. */
export function toOurs({ site }) {
  return {
    name: 'npm start (ours)',
    cwd: site,
    command: (port) => ['framework/local/boot.mjs', 'start', '--port', port, '--quiet'],
    env: { LOG_LEVEL: 'error' },
    source: join(site, 'src/http/get-empty/index.ts'),
    isFollowing: true,
  }
}

/** `npm run serve`: the same bundles as `toBare`, in one process too, with all that a container needs. */
export function toServed({ site, env }) {
  execFileSync(process.execPath, ['framework/local/boot.mjs', 'serve', '--build'], { cwd: site })
  return {
    name: 'npm run serve (ours)',
    cwd: site,
    command: (port) => ['.plugboard/serve/server.mjs', '--port', port, '--host', '127.0.0.1'],
    env,
    source: join(site, 'src/http/get-empty/index.ts'),
  }
}

/** Architect's own sandbox, in a folder of its own. */
export function toStock({ env, bundles }) {
  const folder = makeFolder('node_modules', join(project, 'node_modules'))
  const names = { 'get /empty': 'get-empty', 'get /': 'get-index', 'any /graphql': 'any-graphql' }
  for (const [route, name] of Object.entries(names)) {
    cpSync(bundles[route], join(folder, 'src/http', name), { recursive: true })
  }
  write(folder, 'app.arc', `@app\nbench\n\n@http\n${Object.keys(names).join('\n')}\n`)
  write(folder, 'package.json', '{ "type": "module" }\n')
  // Names that the sandbox sets itself are refused in the file.
  const own = Object.entries(env).filter(([name]) => !/^(ARC_ENV|AWS_REGION)$/.test(name))
  write(folder, '.env', own.map(([name, value]) => `${name}='${value}'\n`).join(''))
  return {
    name: 'arc sandbox (stock)',
    cwd: folder,
    command: (port) => ['node_modules/.bin/arc', 'sandbox', '--port', port, '--quiet'],
    env: { ARC_HOST: '127.0.0.1', ARC_ENV: 'testing', AWS_REGION: env.AWS_REGION },
    source: join(folder, 'src/http/get-empty/index.mjs'),
    isFollowing: true,
  }
}

/** @param {boolean} inProcess or in worker threads, which is what it does unless told otherwise */
export function toServerlessOffline({ env, bundles }, inProcess) {
  const folder = makeFolder('node_modules', peers)
  for (const [route, name] of Object.entries(routes)) {
    cpSync(bundles[route], join(folder, name), { recursive: true })
    write(folder, `${name}/offline.mjs`, withoutNulls)
  }
  const functions = Object.entries(routes).map(([route, name]) => {
    const [method, path] = route.split(' ')
    return [name, { handler: `${name}/offline.handler`, events: [{ httpApi: { method, path } }] }]
  })
  const settings = (port) => ({
    service: 'bench',
    frameworkVersion: '*',
    provider: { name: 'aws', runtime: 'nodejs24.x', environment: env },
    plugins: ['serverless-offline'],
    custom: {
      'serverless-offline': {
        host: '127.0.0.1',
        httpPort: port,
        lambdaPort: port + 1,
        useInProcess: inProcess,
      },
    },
    functions: Object.fromEntries(functions),
  })
  write(folder, 'package.json', '{ "type": "module" }\n')
  return {
    name: `serverless-offline, ${inProcess ? 'in process' : 'worker threads'}`,
    cwd: folder,
    command(port) {
      write(folder, 'serverless.json', JSON.stringify(settings(Number(port))))
      return ['node_modules/serverless/bin/serverless.js', 'offline', 'start']
    },
    env: {
      HOME: folder,
      SLS_TELEMETRY_DISABLED: '1',
      SLS_NOTIFICATIONS_MODE: 'off',
      SLS_LOG_LEVEL: 'warning',
    },
    source: join(folder, 'empty/index.mjs'),
  }
}

export function toBare({ env, bundles }) {
  const folder = makeFolder()
  const served = { '/empty': 'get /empty', '/': 'get /', '/graphql': 'any /graphql' }
  const folders = Object.entries(served).map(([path, route]) => {
    cpSync(bundles[route], join(folder, routes[route]), { recursive: true })
    return [path, join(folder, routes[route])]
  })
  const program = join(import.meta.dirname, 'bare.mjs')
  return {
    name: 'bare node:http',
    cwd: folder,
    command: (port) => [program, port, JSON.stringify(Object.fromEntries(folders))],
    env,
    source: join(folder, 'empty/index.mjs'),
  }
}

// AWS leaves out the body that a request does not have; serverless-offline says null.
const withoutNulls = `import { handler as inner } from './index.mjs'

export function handler(event, context) {
  if (event.body === null) delete event.body
  return inner(event, context)
}
`

function makeFolder(link, target) {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plugboard-bench-')))
  if (link) symlinkSync(target, join(folder, link))
  return folder
}
