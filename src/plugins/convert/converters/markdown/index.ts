/**
 * The converter itself, in a process of its own.
 *
 * @module
 */
import { toConverter } from '../../converter.ts'
import { inProcess } from '../../program/run.ts'
import { markdown } from './definition.ts'
import program from 'program:./program.ts'

export default toConverter(markdown, inProcess(program, markdown.limits))
