/**
 * What a value in a template points to, and how it reads.
 *
 * @module
 */

type Value = unknown

/** A value as one line: references as `${TheirId}`, or `${TheirId.Arn}`. */
export function renderValue(value: Value): string {
  if (Array.isArray(value)) return value.map(renderValue).join(', ')
  if (typeof value !== 'object' || value === null) return String(value)
  const [[name, argument] = []] = Object.entries(value)
  if (name === 'Ref') return `\${${argument as string}}`
  if (name === 'Fn::GetAtt') {
    return `\${${typeof argument === 'string' ? argument : (argument as string[]).join('.')}}`
  }
  if (name === 'Fn::Sub') return renderSub(argument)
  if (name === 'Fn::Join') {
    const [by, parts] = argument as [string, Value[]]
    return parts.map(renderValue).join(by)
  }
  return JSON.stringify(value)
}

/** The resource that a value names first, pseudo parameters such as `AWS::Region` aside. */
export function findTarget(value: Value): string | undefined {
  const named = [...renderValue(value).matchAll(/\$\{([^.}]+)[^}]*\}/g)].map(([, id]) => id!)
  return named.find((id) => !id.startsWith('AWS::'))
}

/**
 * A resource as policies name it, without the ways to write it: `${ArticlesTable}/index/*` for
 * `arn:aws:dynamodb:${AWS::Region}:…:table/${ArticlesTable}/index/*`.
 */
export function toShortArn(value: Value): string {
  const text = renderValue(value).replace(/\$\{([^.}]+)\.(Arn|QueueArn|TopicArn)\}/g, '${$1}')
  const own = /^arn:[^/]*?(?:\$\{AWS::[^}]+\}[^/$]*)*(?:table\/)?(\$\{(?!AWS::)[^}]+\}.*)$/.exec(
    text,
  )
  return own?.[1] ?? text
}

/** All names of resources within a value. */
export function listTargets(value: Value): string[] {
  if (Array.isArray(value)) return value.flatMap(listTargets)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, argument]) => {
    const isReference = name === 'Ref' || name === 'Fn::GetAtt' || name === 'Fn::Sub'
    const own = isReference ? [...renderValue({ [name]: argument }).matchAll(/\$\{([^.}]+)/g)] : []
    return [...own.map(([, id]) => id!), ...listTargets(argument)]
  })
}

export function toList<T>(value: T | readonly T[] | undefined): T[] {
  if (value === undefined) return []
  return Array.isArray(value) ? [...value] : [value as T]
}

function renderSub(argument: Value): string {
  if (typeof argument === 'string') return argument
  const [text, variables] = argument as [string, Record<string, Value>]
  return text.replace(/\$\{([^}]+)\}/g, (whole, name: string) =>
    name in variables ? renderValue(variables[name]) : whole,
  )
}
