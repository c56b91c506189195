/**
 * The options of `npm run deploy`.
 *
 * @module
 */
import { parseArgs } from 'node:util'
import type { Stage } from '../../deploy/context.ts'
import { readAllowances, type Allowance } from '../../deploy/guard/allow.ts'

export interface DeployCommand {
  stage: Stage
  name?: string
  isPlan: boolean
  allowances: Allowance[]
  /** What `arc deploy` is to be told. */
  parameters: string[]
}

const usage = `npm run deploy -- [options]

  --production      the stage production (default: staging)
  --name NAME       a stack of its own beside the stage’s: one for each branch
  --plan            say what would change, and whether the guard would stop it; deploy nothing
  --allow RULE[:RESOURCE]  let through what the guard stops; as often as is needed
  --tags KEY=VALUE  put a tag on the stack; as often as is needed
  --prune           delete static files that are no longer in public/
  --verbose         print all that Architect does
  --help            print this`

/** Reads a command line; answers a text to print when it is not one to deploy with. */
export function readDeployCommand(
  parameters: readonly string[],
): DeployCommand | { text: string; code: number } {
  try {
    const { values } = parseArgs({
      args: [...parameters],
      options: {
        production: { type: 'boolean', short: 'p', default: false },
        name: { type: 'string', short: 'n' },
        plan: { type: 'boolean', default: false },
        allow: { type: 'string', multiple: true },
        tags: { type: 'string', short: 't', multiple: true, default: [] },
        prune: { type: 'boolean', default: false },
        verbose: { type: 'boolean', short: 'v', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    if (values.help) return { text: usage, code: 0 }
    const { production, name, plan, allow = [], tags, prune, verbose } = values
    if (name !== undefined && !/^[a-zA-Z][a-zA-Z0-9-]*$/.test(name)) {
      throw new Error(`--name ${name} is no name: give letters, digits and hyphens.`)
    }
    const allowed = allow.map((it) => `--allow=${it}`)
    return {
      stage: production ? 'production' : 'staging',
      ...(name && { name }),
      isPlan: plan,
      allowances: readAllowances(allowed),
      parameters: [
        ...(production ? ['--production'] : []),
        ...(name ? ['--name', name] : []),
        ...allowed,
        ...tags.flatMap((tag) => ['--tags', tag]),
        ...(prune ? ['--prune'] : []),
        ...(verbose ? ['--verbose'] : []),
      ],
    }
  } catch (error) {
    const [first] = (error as Error).message.split('. To specify')
    return { text: `${first} See: npm run deploy -- --help`, code: 1 }
  }
}
