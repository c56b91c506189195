/**
 * Leaving: the account goes, and everybody who keeps something of the person is told.
 *
 * @module
 */
import { defineEvent } from '#framework/events.ts'
import { log } from '#framework/log.ts'
import { z, type Infer } from '#framework/validate.ts'
import { changeAccount, findAccount, type StoredAccount } from './accounts.ts'
import { deleteAtProvider } from './management.ts'
import { endOfSecond } from './sign-out.ts'

/** Tells that a person's account was deleted: whoever keeps something of them erases it. */
export const accountDeleted = defineEvent('account-deleted', {
  version: 1,
  schema: z.object({
    /** The person's. */
    id: z.string(),
    /** What was made later belongs to a new account: the person came back. ISO 8601. */
    deletedAt: z.string(),
  }),
})

/** How long the mark of a deleted account is kept: no access token of Auth0's lives longer. */
const markSeconds = 31 * 24 * 60 * 60

/** Deletes a person's account at once, and at the provider soon after. */
export async function deleteAccount(id: string): Promise<void> {
  const deletedAt = new Date().toISOString()
  // First the event, which is sure to be worked on: whatever fails after it happens all the same.
  await accountDeleted.publish({ id, deletedAt }, { key: `${id}/${deletedAt}` })
  await bury(id, deletedAt)
  await endOfSecond()
}

/**
 * What is left to do after the answer was given. Done again, it changes nothing.
 *
 * @throws SIGN_IN_PROVIDER_FAILED, which makes the event come again
 */
export async function finishDeletion({ id, deletedAt }: Infer<typeof accountDeleted.schema>) {
  await bury(id, deletedAt)

  if (await findAccount(id)) {
    log.warn('somebody came back before they were deleted at the sign-in provider', { id })
    return
  }
  const isDeleted = await deleteAtProvider(id)
  if (!isDeleted) log.warn('the sign-in provider keeps its own record of a deleted account', { id })
}

async function bury(id: string, deletedAt: string): Promise<void> {
  await changeAccount(id, (stored) => {
    if (!stored || stored.deletedAt || stored.createdAt > deletedAt) return undefined
    return toMark(stored, deletedAt)
  })
}

// Nothing of the person but the id that their tokens name.
function toMark({ id, version }: StoredAccount, deletedAt: string): StoredAccount {
  const seconds = Math.floor(Date.parse(deletedAt) / 1000)
  return {
    id,
    name: '',
    createdAt: deletedAt,
    updatedAt: deletedAt,
    deletedAt,
    signedOutAt: seconds,
    expiresAt: seconds + markSeconds,
    version,
  }
}
