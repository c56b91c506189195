/**
 * Runs the project's commands where Node may be too old for TypeScript: `npm start` and others. Each
 * takes the folder of an app as its first parameter: `npm start -- examples/thumbnails`.
 *
 * Plain JavaScript, for it must run, and say what is wrong, on any Node and without node_modules.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'

/** The exit code with which a command asks to be started again. */
const again = 75

const commands = {
  start: 'framework/local/start.ts',
  new: 'framework/cli/new.ts',
  reset: 'framework/cli/reset.ts',
  deploy: 'framework/cli/deploy.ts',
  serve: 'framework/cli/serve.ts',
  cost: 'framework/cli/cost.ts',
  build: 'framework/build/cli.ts',
  generate: 'framework/cli/generate.ts',
}

const [command, ...rest] = process.argv.slice(2)
const [folder, parameters] = takeFolder(rest)
const problem = findProblem() ?? findFolderProblem()
if (problem) {
  console.error(problem)
  process.exitCode = 1
} else {
  run(commands[command])
}

function findProblem() {
  if (!commands[command]) return `There is no command "${command}".`
  if (!existsSync('package.json'))
    return 'There is no package.json here: go to the project’s folder.'
  const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
  const names = Object.keys({ ...dependencies, ...devDependencies })
  const missing = names.filter((name) => !existsSync(`node_modules/${name}/package.json`))
  if (missing.length === names.length) return 'Nothing is installed yet. Run: npm install'
  if (missing.length > 0) {
    const more = missing.length > 1 ? ` and ${missing.length - 1} more` : ''
    return `node_modules lacks ${missing[0]}${more}. Run: npm install`
  }
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 22 || (major === 22 && minor < 18)) {
    return (
      `This is Node ${process.versions.node}; Node 24 comes with the project. ` +
      `Run: npm install, then npm ${command === 'start' ? 'start' : `run ${command}`}`
    )
  }
  return undefined
}

/** The folder of the app, where the first parameter names one, and the other parameters. */
function takeFolder([first, ...others]) {
  if (first === undefined || first.startsWith('-')) return [undefined, rest]
  // `new` goes on with words of its own: http, table. No other command has any.
  const isFolder = command !== 'new' || /[/\\]/.test(first) || existsSync(`${first}/app.arc`)
  return isFolder ? [first, others] : [undefined, rest]
}

function findFolderProblem() {
  if (folder === undefined || existsSync(`${folder}/app.arc`)) return undefined
  const isFolder = statSync(folder, { throwIfNoEntry: false })?.isDirectory()
  const examples = existsSync('examples') ? readdirSync('examples') : []
  const known = examples.map((it) => `examples/${it}`).filter((it) => existsSync(`${it}/app.arc`))
  return (
    (isFolder ? `There is no app.arc in ${folder}.` : `There is no folder ${folder}.`) +
    (known.length > 0 ? ` There are apps in ${known.join(', ')}.` : '')
  )
}

// A terminal sends Ctrl+C to both processes: the command decides when it has ended.
process.on('SIGINT', () => {})

function run(file, env = process.env) {
  // The channel tells the command when this process is gone.
  const child = spawn(process.execPath, [resolve(file), ...parameters], {
    cwd: folder ?? '.',
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    // Types are stripped, and code is compiled, once and not at each start.
    env: { NODE_COMPILE_CACHE: resolve('.plugboard/compiled'), ...env },
  })
  const forward = () => child.kill('SIGTERM')
  process.on('SIGTERM', forward)
  child.on('exit', (code) => {
    process.off('SIGTERM', forward)
    if (code === again) run(file, { ...process.env, PLUGBOARD_RESTARTED: '1' })
    else process.exitCode = code ?? 1
  })
}
