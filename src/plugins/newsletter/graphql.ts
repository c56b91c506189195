/**
 * The newsletter's part of the schema.
 *
 * @module
 */
import { defineModule } from '#framework/graphql.ts'
import { askToSubscribe, endSubscription } from './subscriptions.ts'

export default defineModule({
  typeDefs: /* GraphQL */ `
    extend type Mutation {
      """
      Sends a mail with a link that confirms the subscription. Answers the same for an address that
      is subscribed already. Fails with \`MAIL_ADDRESS_INVALID\`.
      """
      subscribeNewsletter(email: String!): SubscribeResult!

      "Ends a subscription, by the token in any of our mails. Fails with \`NEWSLETTER_LINK_INVALID\`."
      unsubscribeNewsletter(token: String!): UnsubscribeResult!
    }

    type SubscribeResult {
      accepted: Boolean!
    }

    type UnsubscribeResult {
      accepted: Boolean!
    }
  `,

  resolvers: {
    Mutation: {
      subscribeNewsletter: async (_root, { email }: { email: string }) => {
        await askToSubscribe(email)
        return { accepted: true }
      },
      unsubscribeNewsletter: async (_root, { token }: { token: string }) => {
        await endSubscription(token)
        return { accepted: true }
      },
    },
  },
})
