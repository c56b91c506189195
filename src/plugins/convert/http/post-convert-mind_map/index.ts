import mindMap from '../../converters/mind-map/index.ts'
import { convertOverHttp } from '../../route.ts'

/** `POST /convert/mind-map`: see the README of the service. */
export const handler = convertOverHttp(mindMap)
