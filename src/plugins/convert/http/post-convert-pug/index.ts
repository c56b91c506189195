import pug from '../../converters/pug/index.ts'
import { convertOverHttp } from '../../route.ts'

/** `POST /convert/pug`: see the README of the service. */
export const handler = convertOverHttp(pug)
