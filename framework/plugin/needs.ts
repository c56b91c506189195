/**
 * Whether every plugged-in service finds the services it uses.
 *
 * @module
 */
import type { ServiceDefinition } from '../service.ts'

/** @throws Error that names every missing service and what to do. */
export function checkNeeds(services: readonly ServiceDefinition[]): void {
  const plugged = new Set(services.map(({ name }) => name))
  const problems = services.flatMap(({ name, needs = [] }) =>
    needs
      .filter((need) => !plugged.has(need))
      .map(
        (need) =>
          `[${name}] needs the service ${need}, which is not plugged in. ` +
          `Add ${need} under @plugins in app.arc, or take ${name} out too.`,
      ),
  )
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

/**
 * Whether each service can do with its options in `app.arc`.
 *
 * @throws Error with every mistake in them.
 */
export function checkOptions(
  services: readonly ServiceDefinition[],
  options: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): void {
  const problems = services.flatMap(({ name, checkOptions: check }) =>
    (check?.(options[name] ?? {}) ?? []).map((problem) => `@${name} in app.arc: ${problem}.`),
  )
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

/** A service and all that cannot do without it: what goes when it is unplugged. */
export function withDependents(name: string, services: readonly ServiceDefinition[]): string[] {
  const dependents = services.filter(({ needs = [] }) => needs.includes(name))
  return [name, ...dependents.flatMap((service) => withDependents(service.name, services))]
}
