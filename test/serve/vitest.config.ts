import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'

process.env['NODE_COMPILE_CACHE'] ??= resolve('.plugboard/compiled')

export default defineConfig({
  test: { include: ['test/serve/*.test.ts'], testTimeout: 120_000, hookTimeout: 180_000 },
})
