import scss from '../../converters/scss/index.ts'
import { convertOverHttp } from '../../route.ts'

/** `POST /convert/scss`: see the README of the service. */
export const handler = convertOverHttp(scss)
