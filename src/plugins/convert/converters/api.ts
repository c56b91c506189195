/**
 * The door of an app's own converters.
 *
 * @module
 */
import { toConverter, type Converter, type Definition } from '../converter.ts'
import { inProcess } from '../program/run.ts'

export { textLimits, type Definition } from '../converter.ts'

/**
 * A converter of the app's own, in a process of its own.
 *
 * @param program - of `import program from 'program:./program.ts'`, which calls `serve`
 */
export function defineConverter<O extends object>(
  definition: Definition<O>,
  program: string,
): Converter<O> {
  return toConverter(definition, inProcess(program, definition.limits))
}
