import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { readCostOptions } from '../options.ts'
import type { PublishedResult } from '../published.ts'

function cost(...parameters: string[]) {
  const { NO_COLOR: _no, FORCE_COLOR: _force, ...env } = process.env
  return spawnSync(process.execPath, ['framework/cli/cost.ts', ...parameters], {
    encoding: 'utf8',
    env,
  })
}

const point = 0.01

describe('Coca-Cola’s published case', () => {
  let folder: string
  let told: string
  let svg: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'plugboard-cost-'))
    const file = join(folder, 'plot.svg')
    told = cost('--profile', 'coca-cola', '--svg', file).stdout
    svg = readFileSync(file, 'utf8')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('comes out within a point', () => {
    const { stdout } = cost('--profile', 'coca-cola', '--json')
    const { saving, breakEven, tail, perMillion } = JSON.parse(stdout) as PublishedResult

    // 12,864 to 4,490 dollars a year; $1,072 a month at $12.47 for a million; $149.67 a year.
    assert.ok(Math.abs(saving - 0.651) < point, `${saving}`)
    assert.ok(Math.abs(breakEven / 86e6 - 1) < point, `${breakEven}`)
    assert.ok(Math.abs(tail.saving - 0.988) < point, `${tail.saving}`)
    assert.ok(Math.abs(perMillion / 12.47 - 1) < point, `${perMillion}`)
  })

  it('is told in words, as a plot, and as SVG for both themes', () => {
    assert.match(told, /saved +65\.1 %/)
    assert.match(told, /▲ 86 M/)
    assert.match(told, /98\.8 % saved/)
    assert.match(svg, /^<svg [^]*prefers-color-scheme: dark[^]*the same at 86 M[^]*<\/svg>\n$/)
  })

  it('is drawn to scale', () => {
    const lineOf = (name: string) =>
      new RegExp(`class="${name}" points="([^"]+)"`)
        .exec(svg)![1]!
        .split(' ')
        .map((it) => it.split(',').map(Number) as [number, number])
    const [functions, servers] = [lineOf('functions'), lineOf('servers')]
    const crossing = functions.findIndex(([, y], index) => y <= servers[index]![1])

    // The axis ends at one and a half times the break-even.
    assert.ok(Math.abs(crossing / (functions.length - 1) - 1 / 1.5) < point)
  })
})

describe('npm run cost', () => {
  it('refuses a profile that there is not, in a sentence', () => {
    const { status, stderr } = cost('--profile', 'nobody')

    assert.equal(status, 1)
    assert.equal(stderr, 'There is no profiles/nobody.ts. There are: coca-cola, magazine.\n')
  })

  it('takes numbers of users and of what they do', () => {
    const times = 'page-loads=12,writes=6,exports=0.5'
    const options = readCostOptions(
      `--users 400_000 --profile magazine --profile ${times} --no-free-tier --production`.split(
        ' ',
      ),
    )

    assert.deepEqual(options, {
      profile: 'magazine',
      users: 400_000,
      times: { 'page-loads': 12, writes: 6, exports: 0.5 },
      stage: 'production',
      freeTier: false,
      measure: false,
      json: false,
    })
  })

  it.each([
    [['--users', 'many'], /--users is "many": that is no number/],
    [['--users', '0'], /--users is 0/],
    [['--cached', '80'], /--cached is a share/],
    [['--profile', 'page-loads=x'], /page-loads is "x": that is no number/],
    [['--profile', 'coca-cola', '--profile', 'magazine'], /One profile at a time/],
    [['--costs'], /Unknown option '--costs'/],
  ])('refuses %j', (parameters, message) => {
    assert.throws(() => readCostOptions(parameters), message)
  })
})
