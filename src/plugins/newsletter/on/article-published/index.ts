import { handleEvent } from '#framework/events.ts'
import { announce, articlePublished } from '../../notices.ts'

/** Tells the subscribers of a new article. */
export const handler = handleEvent(articlePublished, announce)
