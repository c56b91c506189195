import unit from '../../vitest.config.ts'

export default {
  ...unit,
  test: { ...unit.test, include: ['test/browser/console.test.ts'], exclude: [] },
}
