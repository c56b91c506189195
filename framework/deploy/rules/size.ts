/**
 * How many resources a stack may have: CloudFormation's limit, counted as it counts, after AWS SAM.
 *
 * @module
 */

/** CloudFormation's, for each stack. */
const most = 500

/** From here on it is told, while there is time to do something. */
const many = 450

/** What is wrong with so many resources; undefined where they fit. */
export function findTooMany(count: number): string | undefined {
  return count > most
    ? `has ${count} resources, and CloudFormation takes ${most}: ${remedy}`
    : undefined
}

/** A warning that there are nearly too many; undefined while there is room. */
export function warnOfMany(count: number): string | undefined {
  if (count < many || count > most) return undefined
  return `${count} resources, and CloudFormation takes ${most}: before you add more, ${remedy}`
}

// A route takes three resources, a subscriber, a queue or a schedule six or seven.
const remedy =
  'take a service out of @plugins, answer several routes by one function (any /admin/*), or make an app of its own of a part'
