/**
 * Subscribing, confirming and leaving.
 *
 * @module
 */
import { isConflict } from '#framework/tables.ts'
import { requireAddress, sendMail } from '#services/mail'
import { errors } from './errors.ts'
import { requireConfirmation, requireUnsubscription } from './links.ts'
import { toAlreadyMail, toConfirmMail } from './mails.ts'
import {
  afterAsking,
  afterConfirming,
  afterLeaving,
  subscribers,
  toSubscriberId,
  type Subscriber,
} from './subscribers.ts'

/**
 * Answers somebody who filled in the form: by mail alone, so that the site tells nobody who is
 * subscribed and who is not.
 *
 * @throws MAIL_ADDRESS_INVALID
 */
export async function askToSubscribe(text: string): Promise<void> {
  const email = requireAddress(text)

  await retryOnConflict(async () => {
    const found = await find(toSubscriberId(email))
    const next = afterAsking(found, email, Date.now())
    if (!next) return

    // Before the row is written: two requests at once send mails with the same key, which is one
    // mail, and a request that fails here can be made again at once.
    const { id, round, asked } = next
    await sendMail({
      ...(next.status === 'confirmed' ? toAlreadyMail(next) : toConfirmMail(next)),
      to: email,
      key: `newsletter/${next.status}/${id}/${round}/${asked}`,
    })
    await subscribers.save(next)
  })
}

/**
 * Confirms a subscription. The same link again changes nothing.
 *
 * @throws NEWSLETTER_LINK_INVALID, NEWSLETTER_LINK_USED_UP
 */
export async function confirmSubscription(token: string): Promise<void> {
  const { id, round } = requireConfirmation(token)

  await retryOnConflict(async () => {
    const found = await find(id)
    if (found?.status === 'confirmed') return
    if (found?.status !== 'pending' || found.round !== round) {
      throw errors.NEWSLETTER_LINK_USED_UP('Subscribe again to get a new one.')
    }
    await subscribers.save(afterConfirming(found, Date.now()))
  })
}

/**
 * Ends a subscription, from whichever mail the link is. The same link again changes nothing.
 *
 * @throws NEWSLETTER_LINK_INVALID
 */
export async function endSubscription(token: string): Promise<void> {
  const { id } = requireUnsubscription(token)

  await retryOnConflict(async () => {
    const found = await find(id)
    if (!found || found.status === 'unsubscribed') return
    await subscribers.save(afterLeaving(found, Date.now()))
  })
}

function find(id: string): Promise<Subscriber | undefined> {
  return subscribers.get({ id }, { consistent: true })
}

/** Whoever loses a race looks again, and mostly finds nothing left to do. */
async function retryOnConflict(step: () => Promise<void>, attempts = 4): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await step()
    } catch (error) {
      if (attempt === attempts || !isConflict(error)) throw error
    }
  }
}
