import { handleEvent } from '#framework/events.ts'
import { accountDeleted, finishDeletion } from '../../deletion.ts'

/** Finishes what the person's own request began: the provider forgets them, too. */
export const handler = handleEvent(accountDeleted, finishDeletion)
