import csv from '../../converters/csv/index.ts'
import { convertOverHttp } from '../../route.ts'

/** `POST /convert/csv`: see the README of the service. */
export const handler = convertOverHttp(csv)
