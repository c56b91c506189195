import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { afterEach, describe, it } from 'vitest'
import { checkProject } from '../../local/preflight.ts'
import { readInventory } from '../../local/preflight/inventory.ts'
import { createProject } from '../../test/scratch-project.ts'
import { readDeployOptions } from '../options.ts'
import { rules } from '../options/rules.ts'

const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/12ab-34cd'

describe('@deploy', () => {
  const folders: string[] = []
  afterEach(() => {
    for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
  })

  async function read(lines: string, pragma = 'deploy') {
    const plugins = '@plugins\nplugboard\n  src framework/plugin.ts\n\n@http\nget /\n'
    const folder = createProject({
      'app.arc': `@app\nsmall\n\n@aws\nruntime typescript\n\n${plugins}\n@${pragma}\n${lines}\n`,
    })
    folders.push(folder)
    return readInventory(folder)
  }
  const problemsOf = async (lines: string) =>
    (await read(lines)).problems.map((it) => it.replace('[app.arc] @deploy: ', ''))

  it('gives each stage its own options before those of all', async () => {
    const { inventory } = await read(
      `alarms "ops@example.com"\nbudget 50\nlogs 14\nproduction\n  domain www.example.com\n  certificate ${certificate}\n  budget 200\nstaging\n  tracing true`,
    )

    const options = (stage: string) => readDeployOptions(inventory!.inv, stage)
    const all = { alarms: 'ops@example.com', logs: 14, priceClass: 'all' }
    assert.deepEqual(options('staging'), { ...all, budget: 50, tracing: true })
    assert.deepEqual(options('production'), {
      ...all,
      budget: 200,
      tracing: false,
      domain: 'www.example.com',
      certificate,
    })
    assert.deepEqual(checkProject(inventory!.inv), [])
  })

  it('can be left out', async () => {
    const { inventory } = await read('thing', 'entitlements')

    assert.deepEqual(readDeployOptions(inventory!.inv, 'production'), {
      logs: 30,
      priceClass: 'all',
      tracing: false,
    })
  })

  it('tells every mistake at once, when the project starts and when it is deployed', async () => {
    assert.deepEqual(
      await problemsOf(
        'alarm https://example.com\nalarms nobody\nbudget 50 60\nlogs 31\nlogs 30\ntracing yes\nproduction true\nstaging\n  tracing',
      ),
      [
        'production takes its options on lines below it, indented.',
        '"alarm" is unknown: it takes domain, certificate, priceClass, alarms, budget, logs, tracing.',
        'alarms is an e-mail address in quotes, or an https address, not "nobody".',
        'budget takes one value.',
        'logs is a number of days that CloudWatch knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653, not "31".',
        'logs is said twice.',
        'tracing is true or false, not "yes".',
        'staging: tracing has no value: write tracing true.',
      ],
    )
  })

  it('holds what belongs together together', async () => {
    assert.deepEqual(await problemsOf('budget free'), [
      'budget is a number of dollars a month, above 0, not "free".',
      'staging: budget needs alarms, who would hear of it.',
      'production: budget needs alarms, who would hear of it.',
    ])
    assert.deepEqual(await problemsOf('production\n  domain www.example.com'), [
      'production: domain needs certificate, the ARN of its certificate in us-east-1.',
    ])
    assert.deepEqual(await problemsOf(`domain www.example.com\ncertificate ${certificate}`), [
      'a domain belongs to one stage: write it below production, indented.',
    ])
  })

  it('takes no certificate of another region, and no address for a domain', async () => {
    const elsewhere = certificate.replace('us-east-1', 'eu-west-1')

    assert.deepEqual(
      await problemsOf(`production\n  domain https://www.example.com\n  certificate ${elsewhere}`),
      [
        'production: domain is a host name in lower case, without https:// and path, not "https://www.example.com".',
        `production: certificate is the ARN of a certificate of AWS Certificate Manager in us-east-1, where CloudFront looks, not "${elsewhere}".`,
      ],
    )
  })

  it('says what to do about an e-mail address without quotes, which Architect reads as a pragma', async () => {
    assert.deepEqual(await problemsOf('alarms ops@example.com'), [
      'app.arc:15:11 pragma "@example.com" has illegal character(s). Put a text that has an @ into quotes, and start again.',
    ])
  })

  it('is in the documents, every option of it', () => {
    const text = ['deploy', 'operations'].map((it) => readFileSync(`docs/${it}.md`, 'utf8')).join()

    for (const name of Object.keys(rules)) assert.ok(text.includes(`\`${name}\``), name)
  })

  it('is known to the preflight when it is misspelt', async () => {
    const { inventory } = await read('budget 50', 'deplyo')

    assert.deepEqual(checkProject(inventory!.inv), [
      'app.arc:14 @deplyo is unknown. Write @deploy.',
    ])
  })
})
