/**
 * The options of this app.
 *
 * @module
 */
import { options } from 'plugboard:options'
import { toOptions, type FilesOptions } from './options.ts'

export const settings: FilesOptions = toOptions(options['files'] ?? {})
