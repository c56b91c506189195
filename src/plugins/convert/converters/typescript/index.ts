/**
 * The converter itself, in a process of its own.
 *
 * @module
 */
import { toConverter } from '../../converter.ts'
import { inProcess } from '../../program/run.ts'
import { typescript } from './definition.ts'
import program from 'program:./program.ts'

export default toConverter(typescript, inProcess(program, typescript.limits))
