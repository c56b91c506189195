/**
 * The project's own commands, run as a developer runs them, against the emulator.
 *
 * @module
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { account, region } from './ministack.ts'

/** What a command came to. */
export interface Ended {
  code: number | null
  output: string
}

/** Commands of the project in `folder`, against the AWS at `endpoint`. */
export function createCommands({ folder, endpoint }: { folder: string; endpoint: string }) {
  const bin = join(folder, 'node_modules', '.bin')
  const env = {
    PATH: `${bin}:${process.env['PATH']}`,
    HOME: folder,
    CI: 'true',
    NO_COLOR: '1',
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_REGION: region,
  }

  return {
    /** `npx arc …`. @throws Error with what it printed, when it fails. */
    arc: async (...parameters: string[]) => requireSuccess(await run('arc', parameters)),
    /** Any program; its code is the caller's to judge. */
    run,
  }

  async function run(
    program: string,
    parameters: string[],
    more: Record<string, string> = {},
  ): Promise<Ended> {
    const child = spawn(program, parameters, {
      cwd: folder,
      env: { ...env, ...more },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const chunks: Buffer[] = []
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    }
    const code = await new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
    return { code, output: stripVTControlCharacters(Buffer.concat(chunks).toString()) }
  }
}

function requireSuccess({ code, output }: Ended): string {
  if (code !== 0) throw new Error(`It ended with code ${code}:\n${output}`)
  return output
}
