/**
 * What a person can change of their account.
 *
 * @module
 */
import { kernelErrors } from '#framework/errors.ts'
import type { User } from '#framework/identity.ts'
import { validate, z, type Infer } from '#framework/validate.ts'
import { accounts, remember, toAccount, type Account } from './accounts.ts'
import { requirePerson } from './persons.ts'
import { longestName } from './provider-profile.ts'

const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u

/** A profile as a person sends it. */
const profileInput = z.object({
  name: z
    .string()
    .check(
      z.trim(),
      z.minLength(1),
      z.maxLength(longestName),
      z.regex(oneLine, 'must be one line'),
    ),
  /** The version that the person has read. */
  version: z.int(),
})

/**
 * Changes the profile of a person.
 *
 * @throws INVALID_INPUT, PERSON_REQUIRED, or CONFLICT when it was changed since that version
 */
export async function updateProfile(
  user: User,
  input: Infer<typeof profileInput>,
): Promise<Account> {
  const { name, version } = validate(profileInput, input, { where: 'profile' })
  requirePerson(user)

  const stored = await accounts.get({ id: user.id }, { consistent: true })
  if (!stored || stored.deletedAt) throw kernelErrors.CONFLICT('The account was deleted')
  const updatedAt = new Date().toISOString()
  return toAccount(remember(await accounts.save({ ...stored, name, updatedAt, version })))
}
