import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { virtualModules } from '../framework/build/vite.ts'

const root = join(import.meta.dirname, '..')
process.env['NODE_COMPILE_CACHE'] ??= join(root, '.plugboard/compiled')

/** Of one example: vitest runs in its folder. */
export default defineConfig({
  root: process.cwd(),
  cacheDir: join(root, 'node_modules/.vite'),
  plugins: [virtualModules()],
  ssr: { resolve: { conditions: ['module-sync'] } },
  test: {
    include: ['test/**/*.test.ts', 'src/**/*.test.ts'],
    setupFiles: [join(root, 'framework/testing/setup.ts')],
    pool: 'forks',
    // What is measured has the machine for itself.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
  },
})
