/**
 * Routes that HTTP has and API Gateway has not.
 *
 * @module
 */
import type { Template } from '../cloudformation.ts'

// HTTP has HEAD wherever it has GET (RFC 9110, 9.3.2); API Gateway has not, unless it is told.
export function addHeadRoutes({ Resources }: Template): void {
  for (const { Properties } of Object.values(Resources)) {
    const get = Object.values(Properties?.Events ?? {}).find(
      ({ Type, Properties: event }) => Type === 'HttpApi' && event['Method'] === 'GET',
    )
    if (!get) continue
    Properties.Events!['HeadEvent'] = {
      Type: 'HttpApi',
      Properties: { ...get.Properties, Method: 'HEAD' },
    }
  }
}
