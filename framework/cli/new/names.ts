/**
 * The names that `npm run new` takes, and what is made of them.
 *
 * @module
 */

const reserved = new Set(
  (
    'await break case catch class const continue debugger default delete do else enum export ' +
    'extends false finally for function if implements import in instanceof interface let new ' +
    'null package private protected public return static super switch this throw true try ' +
    'typeof var void while with yield arguments eval undefined log'
  ).split(' '),
)

/** @throws Error when it is not a name as in `app.arc`. */
export function requireName(kind: string, name: string | undefined): string {
  if (!name) throw new Error(`It needs a name: npm run new ${kind} NAME`)
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name) || name.length < 3 || name.length > 48) {
    throw new Error(
      `"${name}" will not do as a name: 3 to 48 of a-z, 0-9 and single -, a letter first.`,
    )
  }
  return name
}

/** `order-placed` becomes `orderPlaced`; a word of the language gets the kind behind it. */
export function toIdentifier(name: string, kind: string): string {
  const camel = name.replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase())
  return reserved.has(camel) ? `${camel}${toTypeName(kind)}` : camel
}

/** `order-placed` becomes `OrderPlaced`. */
export function toTypeName(name: string): string {
  const camel = name.replace(/-(.)/g, (_match, letter: string) => letter.toUpperCase())
  return camel[0]!.toUpperCase() + camel.slice(1)
}

/** `order-placed` becomes `Order placed`. */
export function toTitle(name: string): string {
  const words = name.replaceAll('-', ' ')
  return words[0]!.toUpperCase() + words.slice(1)
}

/** `notes` becomes `note`, as good as it goes; a word without a plural gets `-item`. */
export function toSingular(name: string): string {
  if (/[^aeiou]ies$/.test(name)) return name.replace(/ies$/, 'y')
  if (/(s|x|z|ch|sh)es$/.test(name)) return name.replace(/es$/, '')
  if (/[^s]s$/.test(name)) return name.replace(/s$/, '')
  return `${name}-item`
}
