/**
 * What `@convert` in `app.arc` says: which converters are open to strangers.
 *
 *     @convert
 *     markdown open
 *     scss open
 *
 * @module
 */

type Raw = Readonly<Record<string, unknown>>

/** Whether somebody who is not signed in may use the converter. */
export function isOpen(raw: Raw | undefined, converter: string): boolean {
  return raw?.[converter] === 'open'
}

/** Every mistake in the options, each in one line. */
export function checkOptions(raw: Raw, names: readonly string[]): string[] {
  return Object.entries(raw).flatMap(([name, value]) => {
    if (!names.includes(name)) return [`there is no converter ${name}: ${names.join(', ')}`]
    const isKnown = value === 'open' || value === 'closed'
    return isKnown ? [] : [`${name} is "${String(value)}": it is open or closed`]
  })
}
