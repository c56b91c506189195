import { AppError } from '#framework/errors.ts'
import { http, json, redirect, requireSameOrigin } from '#framework/http.ts'
import { findVisitor } from '#framework/identity.ts'
import { z } from '#framework/validate.ts'
import { startTip } from '../../checkout.ts'
import { parseMoney } from '../../money.ts'
import { tipForm } from '../../offer.ts'
import { paymentPage, renderProblem } from '../../pages.ts'
import { settings } from '../../settings.ts'

const inCents = z.strictObject({ amount: z.number() })
const asTyped = z.strictObject({ amount: z.string() })

/**
 * `POST /tips`: on to Stripe, to pay a tip. Strangers may. JSON names the amount in the smallest unit;
 * the form, as people write it.
 */
export const handler = http(
  async (request) => {
    requireSameOrigin(request)
    const user = await findVisitor(request)
    const key = request.id
    const isJson = /^application\/json\b/i.test(request.headers.get('content-type') ?? '')
    if (isJson) {
      const { amount } = await request.json(inCents)
      return json(await startTip(amount, { user, key }), { status: 201 })
    }

    const { amount: typed } = await request.form(asTyped)
    try {
      const amount = parseMoney(typed, settings.currency) ?? Number.NaN
      return redirect((await startTip(amount, { user, key })).url)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'INVALID_INPUT') throw error
      const problem = `The amount ${error.errors?.[0]?.message}.`
      const body = tipForm({ value: typed, problem })
      return paymentPage({ title: 'Give a tip', path: '/tips', body }, { status: 422 })
    }
  },
  { bodyLimit: 8 * 1024, renderProblem },
)
