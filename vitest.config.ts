import { globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { virtualModules } from './framework/build/vite.ts'

// What Architect loads in each worker, and in each process that a test starts, is compiled once.
process.env['NODE_COMPILE_CACHE'] ??= resolve('.plugboard/compiled')

export default defineConfig({
  plugins: [virtualModules()],
  // One copy of graphql: yoga is loaded by Node, which finds it under this condition.
  ssr: { resolve: { conditions: ['module-sync'] } },
  test: {
    include: [
      'framework/**/*.test.ts',
      'src/**/*.test.ts',
      'test/pages/**/*.test.ts',
      'bench/test/*.test.mjs',
    ],
    exclude: ['**/test/acceptance/**', '**/test/browser/**', ...testsOfUnpluggedServices()],
    setupFiles: ['framework/testing/setup.ts'],
    pool: 'forks',
    // Loading Architect, the database's client and the twins is most of the work: once per worker.
    // framework/testing/setup.ts takes back what a file changed.
    isolate: false,
    // They wait for databases and sockets more than they compute.
    maxWorkers: availableParallelism() + 1,
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})

// A service that is taken out of app.arc takes its tests along, even while its folder stays.
function testsOfUnpluggedServices(): string[] {
  const manifest = readFileSync('app.arc', 'utf8')
  return globSync('src/plugins/*')
    .filter((folder) => !manifest.includes(`${folder}/index.ts`))
    .map((folder) => `${folder}/**`)
}
