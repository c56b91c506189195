/** The proof of payments on code with one guard taken away: `MUTATION` is its place in the list. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { virtualModules } from '../../framework/build/vite.ts'
import { mutations } from './mutations.ts'

// Out of the list: nothing is taken away, as a control.
const { edits } = mutations[Number(process.env['MUTATION'])] ?? { edits: [] }

export default defineConfig({
  plugins: [
    virtualModules(),
    {
      name: 'plugboard:mutation',
      enforce: 'pre',
      load(id: string) {
        const own = edits.filter(({ file }) => id === join(process.cwd(), file))
        if (own.length === 0) return undefined
        return own.reduce(
          (text, { file, find, replace }) => {
            if (!text.includes(find)) throw new Error(`${file} has no longer: ${find}`)
            return text.replace(find, replace)
          },
          readFileSync(id, 'utf8'),
        )
      },
    },
  ],
  ssr: { resolve: { conditions: ['module-sync'] } },
  test: {
    include: ['src/plugins/payments/test/proof.test.ts'],
    setupFiles: ['framework/testing/setup.ts'],
    pool: 'forks',
    // It goes by the file on disk: a mutation would be met again in the next.
    fsModuleCache: false,
    hookTimeout: 30_000,
  },
})
