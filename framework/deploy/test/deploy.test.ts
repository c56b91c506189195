import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { createProject } from '../../test/scratch-project.ts'
import { readAccess } from '../access/read-access.ts'
import type { Template } from '../cloudformation.ts'
import { createTemplate } from '../create.ts'
import { saveDeployed } from '../guard/deployed.ts'
import { useAws } from './use-aws.ts'

const APP_SECRET = 'a-secret-that-nobody-guesses-in-a-hundred-years'
const manifest = `@app
small

@aws
runtime typescript
architecture arm64

@plugins
plugboard
  src framework/plugin.ts

@http
get /

@tables
notes
  id *String
`

const nobody = {
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
}

describe('npm run deploy', () => {
  const aws = useAws({ variables: { APP_SECRET } })
  let folder: string
  let template: Template
  let larger: Template

  beforeAll(async () => {
    folder = createProject({ 'app.arc': manifest })
    template = await createTemplate({ cwd: folder, variables: { APP_SECRET }, readAccess })
    larger = structuredClone(template)
    larger.Resources['PagesTable'] = structuredClone(larger.Resources['NotesTable']!)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function run(
    program: string,
    parameters: string[],
    env: Record<string, string> = aws.env(),
  ) {
    // Nothing of the account of whoever runs this.
    const given = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'))
    const child = spawn(process.execPath, [program, ...parameters], {
      cwd: folder,
      env: { ...Object.fromEntries(given), ...nobody, NO_COLOR: '1', ...env },
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => (output += chunk))
    }
    const [code] = (await once(child, 'close')) as [number | null]
    return { code, output }
  }
  const deploy = (...parameters: string[]) => run('framework/cli/deploy.ts', parameters)

  it('plans a first deploy, and deploys nothing', async () => {
    const { code, output } = await deploy('--plan')

    assert.equal(code, 0, output)
    assert.match(output, /small to staging {3}SmallStaging, us-west-2/)
    assert.match(output, /Nothing is deployed under this name yet/)
    assert.match(output, /\+ 2 tables +notes, plugboard-keys/)
    assert.match(output, /\$\d\.\d\d a month before anybody visits/)
    assert.match(output, /✔ All \d+ rules hold, for \d+ resources/)
    assert.match(output, /Deploy it: npm run deploy$/m)
    assert.deepEqual(aws.asked.toSorted(), ['AmazonSSM.GetParametersByPath', 'GetTemplate'])
  })

  it('stops before it removes a table, and takes the flag that it prints', async () => {
    aws.known.template = larger

    const stopped = await deploy()
    const flag = /--allow \S+/.exec(stopped.output)?.[0].split(' ') ?? []
    const allowed = await deploy('--plan', ...flag)

    assert.equal(stopped.code, 1)
    assert.match(stopped.output, /− table +pages/)
    assert.match(stopped.output, /✘ data-lost\n {4}table pages would be removed, with its rows/)
    assert.deepEqual(flag, ['--allow', 'data-lost:PagesTable'])
    assert.match(stopped.output, /Stopped\. 1 of \d+ rules is broken/)
    assert.ok(!aws.asked.includes('CreateStack') && !aws.asked.includes('UpdateStack'))
    assert.equal(allowed.code, 0, allowed.output)
    assert.match(allowed.output, /! data-lost, and allowed/)
  })

  it('hands over to Architect when all is safe', async () => {
    const { output } = await deploy()

    // The stand-in refuses what comes then.
    const [plan, rest] = output.split('Deploy it: npm run deploy')
    assert.match(plan!, /rules hold/)
    assert.match(rest!, /Architect \d+/)
    assert.ok(aws.asked.includes('DescribeStackResources'), aws.asked.join())
    assert.ok(aws.asked.length > 4, aws.asked.join())
  })

  it('holds for a plain arc deploy, too', async () => {
    aws.known.template = larger

    const { code, output } = await run('node_modules/@architect/architect/src/index.js', [
      'deploy',
      '--no-hydrate',
    ])

    assert.equal(code, 1, output)
    assert.match(output, /The guard stops this deploy/)
    assert.match(output, /data-lost: PagesTable would be removed, with its rows/)
    assert.match(output, /add: --allow data-lost:PagesTable/)
    assert.ok(!aws.asked.some((action) => /Stack$|Object|Bucket/.test(action)), aws.asked.join())
  })

  it('names every variable that is missing', async () => {
    aws.known.variables = {}

    const { code, output } = await deploy('--plan')

    assert.equal(code, 1)
    assert.match(output, /✘ APP_SECRET is not set/)
    assert.match(output, /npx arc env --add --env staging APP_SECRET/)
    assert.match(output, /Stopped\. Set these variables/)
  })

  it('compares with what was deployed from here where AWS cannot be asked', async () => {
    const without = structuredClone(template)
    delete without.Resources['NotesTable']
    saveDeployed(without, { stackName: 'SmallStaging', cwd: folder })

    const { code, output } = await run('framework/cli/deploy.ts', ['--plan'], {})

    assert.equal(code, 0, output)
    assert.match(output, /AWS could not be asked \(no credentials were found\)/)
    assert.match(output, /Compared with what was deployed from here on 20\d\d-/)
    assert.match(output, /\+ table +notes/)
    assert.match(output, /variables could not be read/)
  })

  it('says what it takes, and refuses the rest', async () => {
    const [help, wrong] = await Promise.all([deploy('--help'), deploy('--prodution')])

    assert.equal(help.code, 0)
    assert.match(help.output, /--plan +say what would change/)
    assert.equal(wrong.code, 1)
    assert.match(wrong.output, /Unknown option '--prodution'.* See: npm run deploy -- --help/s)
  })
})
