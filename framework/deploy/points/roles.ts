/**
 * What functions may do.
 *
 * @module
 */
import { listServices } from '../../manifest.ts'
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

// Architect gives all functions one role, which knows the project's own resources and nothing else.
export function addRoles({ Resources }: Template, { inv }: DeployContext): void {
  const withPermissions = listServices(inv).filter(({ permissions = [] }) => permissions.length > 0)
  // One policy for each service: of two with the same name a role keeps one.
  const policies = withPermissions.map(({ name, permissions = [] }) => ({
    PolicyName: `${name}PluginPolicy`,
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: permissions.map(({ actions, resources }) => ({
        Effect: 'Allow',
        Action: actions,
        Resource: resources,
      })),
    },
  }))
  const role = Resources['Role']!.Properties as { Policies?: object[] }
  role.Policies = [...(role.Policies ?? []), ...policies]
}
