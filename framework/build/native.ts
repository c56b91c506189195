/**
 * Packages with native code, which no bundle can hold: they are put beside the functions that need
 * them, for the system that runs them.
 *
 * @module
 */
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Metafile } from 'esbuild'
import { listLambdas, type Inventory, type Lambda } from '../manifest.ts'
import { findRoot, readPackage } from '../plugin/root.ts'

/** What stays out of every bundle. */
export const nativePackages = ['sharp']

/** A function, with the native packages that its code imports. */
interface Carrier {
  lambda: Lambda
  packages: string[]
}

/**
 * Installs the packages for Lambda's system, once for each version, and copies them to the functions.
 *
 * @throws Error with what npm said
 */
export async function carryNative(
  inv: Inventory,
  metafiles: ReadonlyMap<string, Metafile>,
): Promise<void> {
  const carriers = listLambdas(inv).flatMap((lambda) => toCarrier(lambda, metafiles))
  for (const { lambda, packages } of carriers) {
    for (const name of packages) {
      const installed = await install(name, { cwd: inv._project.cwd, cpu: cpuOf(lambda) })
      await cp(installed, join(lambda.build, 'node_modules'), { recursive: true })
    }
  }
}

function toCarrier(lambda: Lambda, metafiles: ReadonlyMap<string, Metafile>): Carrier[] {
  const { pragma, name } = lambda
  const metafile = metafiles.get(pragma === 'http' ? name : `${pragma} ${name}`)
  const outputs = Object.values(metafile?.outputs ?? {})
  const imported = new Set(outputs.flatMap(({ imports }) => imports.map(({ path }) => path)))
  const packages = nativePackages.filter((it) => imported.has(it))
  return packages.length > 0 ? [{ lambda, packages }] : []
}

// An emulator runs functions on this machine.
function cpuOf({ config }: Lambda): string {
  if (process.env['AWS_ENDPOINT_URL']) return process.arch
  return config.architecture === 'arm64' ? 'arm64' : 'x64'
}

/** Answers the `node_modules` that holds the package. */
async function install(name: string, { cwd, cpu }: { cwd: string; cpu: string }): Promise<string> {
  const version = readPackage(cwd).dependencies[name]
  if (!version) throw new Error(`[deploy] ${name} is not in package.json. Run: npm install ${name}`)

  const folder = join(findRoot(cwd), '.plugboard/native', `${name}-${version}-linux-${cpu}`)
  const modules = join(folder, 'node_modules')
  if (existsSync(join(modules, name, 'package.json'))) return modules
  await mkdir(folder, { recursive: true })
  const system = ['--os=linux', `--cpu=${cpu}`, '--libc=glibc']
  const quiet = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--ignore-scripts']
  const parameters = ['install', `${name}@${version}`, '--prefix', folder, ...system, ...quiet]
  try {
    await promisify(execFile)('npm', parameters, {
      cwd: folder,
      shell: process.platform === 'win32',
    })
  } catch (error) {
    throw new Error(
      `[deploy] ${name} could not be installed for linux-${cpu}. Run: npm ${parameters.join(' ')}`,
      {
        cause: error,
      },
    )
  }
  return modules
}
