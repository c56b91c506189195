import typescript from '../../converters/typescript/index.ts'
import { convertOverHttp } from '../../route.ts'

/** `POST /convert/typescript`: see the README of the service. */
export const handler = convertOverHttp(typescript)
