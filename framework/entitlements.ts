/**
 * What users are entitled to: the place where a service that sells something plugs in.
 *
 * An entitlement that no plugged-in service decides is open or closed as `@entitlements` in `app.arc`
 * says; closed, where it says nothing.
 *
 * @module
 */
import type { User } from './identity.ts'

/** Decides on entitlements, by their names. */
export type Entitlements = Readonly<Record<string, (userId: string) => Promise<boolean>>>

/** Declares who decides. The default export of a service's `entitlements.ts`. */
export function defineEntitlements(entitlements: Entitlements): Entitlements {
  return entitlements
}

/** Whether a user, or a stranger, may have what is for those with an entitlement: `member`. */
export async function hasEntitlement(user: User | undefined, name: string): Promise<boolean> {
  const { modules, defaults } = await import('plugboard:entitlements')
  const deciding = modules.filter((module) => name in module)
  if (deciding.length === 0) return defaults[name] === 'open'
  if (!user) return false
  for (const module of deciding) {
    if (await module[name]!(user.id)) return true
  }
  return false
}

/** Whether an entitlement is for somebody in particular: nobody decides on it where it is open to all. */
export async function isRestricted(name: string): Promise<boolean> {
  const { modules, defaults } = await import('plugboard:entitlements')
  return modules.some((module) => name in module) || defaults[name] !== 'open'
}
