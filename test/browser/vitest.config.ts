import unit from '../../vitest.config.ts'

export default {
  ...unit,
  test: {
    ...unit.test,
    include: ['test/browser/{console*,storage}.test.ts'],
    exclude: [],
    testTimeout: 60_000,
  },
}
