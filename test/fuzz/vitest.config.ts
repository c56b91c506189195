import { mergeConfig } from 'vitest/config'
import unit from '../../vitest.config.ts'

export default mergeConfig(
  { ...unit, test: { ...unit.test, include: [] } },
  {
    test: {
      include: ['test/fuzz/**/*.test.ts', 'src/plugins/*/test/fuzz/**/*.test.ts'],
      env: { LOG_LEVEL: 'error', FUZZ_TOKENS: process.env['FUZZ_TOKENS'] ?? '10000' },
      testTimeout: 1_800_000,
      reporters: ['verbose'],
    },
  },
)
