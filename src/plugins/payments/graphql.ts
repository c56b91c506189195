/**
 * Payments in the schema.
 *
 * @module
 */
import { defineModule } from '#framework/graphql.ts'
import { findUser, requireUser } from '#framework/identity.ts'

export default defineModule({
  typeDefs: /* GraphQL */ `
    extend type Query {
      "The caller's membership; null for whoever never had one."
      membership: Membership @auth
    }

    extend type Mutation {
      "Opens a checkout at Stripe. Fails with \`ALREADY_MEMBER\`."
      startMembership(plan: MembershipPlan!): Checkout! @auth

      "Opens a checkout at Stripe; \`amount\` in the smallest unit of the currency. Strangers may."
      startTip(amount: Int!): Checkout!

      "Opens Stripe's portal: card, invoices, cancellation. Fails with \`NOT_A_CUSTOMER\`."
      openPaymentPortal: Checkout! @auth

      """
      Gives a payment back, or a part: \`amount\` in the smallest unit of the currency. Fails with
      \`PAYMENT_NOT_FOUND\` and \`PAYMENT_NOT_REFUNDABLE\`.
      """
      refundPayment(id: ID!, amount: Int): Refunded! @auth(permission: "payments:refund")
    }

    enum MembershipPlan {
      MONTHLY
      YEARLY
    }

    type Membership {
      "Whether it gives anything now."
      isRunning: Boolean!
      "Stripe's word."
      status: String!
      "Up to when it is paid."
      periodEnd: DateTime!
      "Whether it ends then."
      isEnding: Boolean!
    }

    type Checkout {
      "Where to go."
      url: String!
    }

    type Refunded {
      id: ID!
      "In all, in the smallest unit of the currency."
      refunded: Int!
    }
  `,

  resolvers: {
    Query: {
      membership: async (_root, _args, { request }) => {
        const { id } = await requireUser(request)
        const { findMembership, isRunning } = await import('./memberships.ts')
        const found = await findMembership(id)
        if (!found) return null
        const periodEnd = new Date(found.periodEnd * 1000).toISOString()
        return { ...found, isRunning: isRunning(found), periodEnd }
      },
    },
    Mutation: {
      startMembership: async (_root, { plan }: { plan: 'MONTHLY' | 'YEARLY' }, { request }) => {
        const user = await requireUser(request)
        const { startMembership } = await checkout()
        return startMembership(user, plan === 'MONTHLY' ? 'monthly' : 'yearly')
      },
      startTip: async (_root, { amount }: { amount: number }, { request }) => {
        const user = await findUser(request)
        const { startTip } = await checkout()
        // The amount too: a document can give several tips.
        return startTip(amount, { user, key: `${request.id}:${amount}` })
      },
      openPaymentPortal: async (_root, _args, { request }) => {
        const user = await requireUser(request)
        const { openPortal } = await checkout()
        return openPortal(user, request.id)
      },
      refundPayment: async (
        _root,
        { id, amount }: { id: string; amount?: number | null },
        { request },
      ) => {
        const editor = await requireUser(request)
        const { refundPayment } = await import('./refunds.ts')
        return refundPayment(id, { editor, amount: amount ?? undefined })
      },
    },
  },
})

// Loaded by those who pay: it brings Stripe's SDK.
function checkout() {
  return import('./checkout.ts')
}
