import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'vitest'

const workflow = readFileSync('.github/workflows/deploy.yml', 'utf8')
const role = readFileSync('.github/deploy-role.yml', 'utf8')

describe('the workflow that deploys from GitHub', () => {
  it('keeps no key of AWS, and proves who it is instead', () => {
    assert.doesNotMatch(workflow, /aws-access-key-id|AWS_SECRET_ACCESS_KEY|secrets\./)
    for (const job of jobsOf(workflow).filter((it) => it.includes('configure-aws-credentials'))) {
      assert.match(job, /id-token: write/)
      assert.match(job, /environment: /, 'the role asks for it')
      assert.match(job, /role-to-assume: \$\{\{ vars\.AWS_ROLE \}\}/)
    }
  })

  it('puts nothing that somebody typed in into a command', () => {
    const commands = workflow
      .split('\n')
      .filter(
        (line) =>
          !/^\s*(#|[A-Z_]+:|if:|group:|name:|environment:|role-to-assume:|aws-region:|needs:)/.test(
            line,
          ),
      )

    assert.doesNotMatch(
      commands.join('\n'),
      /\$\{\{ (inputs|github\.event\.pull_request\.(title|body|head\.ref))/,
    )
  })

  it('deploys after the tests alone', () => {
    for (const job of jobsOf(workflow).filter((it) => it.includes('npm run deploy'))) {
      assert.match(job, /needs: test/)
    }
  })

  it('never takes two changes of a stack at once', () => {
    for (const job of jobsOf(workflow).filter((it) => it.includes('configure-aws-credentials'))) {
      assert.match(job, /concurrency:\n +group: .+\n +cancel-in-progress: false/)
    }
  })
})

describe('the role of the workflow', () => {
  it('is for one environment of one repository', () => {
    assert.match(
      role,
      /StringEquals:[^]*:aud: sts\.amazonaws\.com[^]*:sub: !Sub repo:\$\{Repository\}:environment:\$\{Stage\}/,
    )
    assert.doesNotMatch(role, /StringLike/)
  })

  it('may do nothing to what is not of its stack, where AWS can tell', () => {
    const [, ...statements] = role.split('- Effect: Allow')

    assert.doesNotMatch(role, /Action: '\*'|- '\*'/)
    for (const statement of statements.filter((it) => /Resource: '\*'/.test(it))) {
      const actions = statement.match(/- [a-z]+:\w+/g)!.map((it) => it.slice(2))
      assert.ok(
        actions.every((it) => /:(List|Describe|Get)/.test(it)),
        actions.join(),
      )
    }
  })

  it('reads no table', () => {
    const actions = role.match(/dynamodb:\w+/g)!

    assert.doesNotMatch(role, /dynamodb:\*/)
    assert.deepEqual(
      actions.filter((it) => /Item|Query|Scan|PartiQL|GetRecords|Export|Restore/.test(it)),
      [],
    )
  })
})

function jobsOf(text: string): string[] {
  return text
    .slice(text.indexOf('\njobs:'))
    .split(/\n(?= {2}[a-z-]+:\n)/)
    .slice(1)
}
