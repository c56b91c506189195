/**
 * What renditions keep of a person: their profile.
 *
 * @module
 */
import { definePersonalData } from '#framework/personal-data.ts'
import { findRenditions } from './profiles.ts'

export default definePersonalData({ find: ({ id }) => findRenditions(id) })
