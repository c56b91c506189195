import { mergeConfig } from 'vitest/config'
import unit from '../../vitest.config.ts'

/** All that asks GraphQL anything, once more with each query planned at once: docs/decisions/0024. */
export default mergeConfig(
  { ...unit, test: { ...unit.test, include: [] } },
  {
    test: {
      include: [
        'src/plugins/graphql/test/*.test.ts',
        'src/plugins/*/test/graphql.test.ts',
        'src/plugins/auth/test/{account,machine,refusals,session}.test.ts',
      ],
      env: { GRAPHQL_HOT_AFTER: '0' },
      // Without the service there is nothing to ask.
      passWithNoTests: true,
    },
  },
)
