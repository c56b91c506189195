import { mergeConfig } from 'vitest/config'
import unit from '../../vitest.config.ts'

export default mergeConfig(
  { ...unit, test: { ...unit.test, include: [] } },
  { test: { include: ['test/local/**/*.test.ts'], isolate: true } },
)
