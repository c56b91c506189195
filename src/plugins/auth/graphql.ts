/**
 * The account in the schema.
 *
 * @module
 */
import { defineModule, type GraphqlContext } from '#framework/graphql.ts'
import { findUser, requireUser, type User } from '#framework/identity.ts'
import type { Account } from './accounts.ts'

export default defineModule({
  typeDefs: /* GraphQL */ `
    extend type Query {
      "The account of whoever asks; null for strangers and for programs."
      me: Account
    }

    extend type Mutation {
      """
      Changes one's own profile. Fails with \`INVALID_INPUT\`, \`PERSON_REQUIRED\`, or \`CONFLICT\` when it
      was changed since that version.
      """
      updateProfile(name: String!, "The version that you have read." version: Int!): Account! @auth

      """
      Ends one's sessions on every device, this one included. Fails with \`PERSON_REQUIRED\` or
      \`SIGN_IN_PROVIDER_FAILED\`.
      """
      signOutEverywhere: SignOutResult! @auth

      """
      Deletes one's own account with all that is kept of it. There is no way back. Fails with
      \`INVALID_INPUT\` unless it is confirmed, and with \`PERSON_REQUIRED\`.
      """
      deleteAccount(confirm: Boolean!): DeleteAccountResult! @auth
    }

    type Account {
      id: ID!
      name: String!
      email: String
      "What the person may do here."
      permissions: [String!]!
      createdAt: DateTime!
      updatedAt: DateTime!
      "Counts the changes."
      version: Int!
    }

    type SignOutResult {
      "Whether the sign-in provider's sessions were ended, too. Otherwise browsers can renew theirs."
      atProvider: Boolean!
    }

    type DeleteAccountResult {
      deleted: Boolean!
    }
  `,

  resolvers: {
    Query: {
      me: async (_root, _args, { request }) => {
        const user = await findUser(request)
        if (!user || user.isMachine) return null
        const { requireAccountOf } = await import('./persons.ts')
        return requireAccountOf(user)
      },
    },

    Mutation: {
      updateProfile: async (_root, input: { name: string; version: number }, { request }) => {
        const { updateProfile } = await import('./profile.ts')
        return updateProfile(await requireUser(request), input)
      },
      signOutEverywhere: async (_root, _args, { request }) => {
        const { id } = await requirePersonOf(request)
        const { signOutEverywhere } = await import('./sign-out.ts')
        return { atProvider: await signOutEverywhere(id) }
      },
      deleteAccount: async (_root, { confirm }: { confirm: boolean }, { request }) => {
        const { id } = await requirePersonOf(request)
        const { requireConfirmed } = await import('./confirmation.ts')
        requireConfirmed(confirm)
        const { deleteAccount } = await import('./deletion.ts')
        await deleteAccount(id)
        return { deleted: true }
      },
    },

    Account: {
      permissions: async (_account: Account, _args, { request }) =>
        (await requireUser(request)).permissions,
    },
  },
})

// What is behind it is loaded by those who use it: queries of strangers are most of what is asked.
async function requirePersonOf(request: GraphqlContext['request']): Promise<User> {
  const user = await requireUser(request)
  const { requirePerson } = await import('./persons.ts')
  requirePerson(user)
  return user
}
