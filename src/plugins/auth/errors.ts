/**
 * The codes of auth.
 *
 * @module
 */
import { defineErrors, type AppError, type ErrorFactory } from '#framework/errors.ts'

export const errors = defineErrors({
  AUTHORIZATION_REPEATED: [400, 'There is more than one Authorization header'],
  TOKEN_INVALID: [401, 'The access token is not valid'],
  TOKEN_EXPIRED: [401, 'The access token has expired'],
  SIGNED_OUT: [401, 'You were signed out'],
  PERSON_REQUIRED: [403, 'Only a person can do this'],
  TOKEN_TOO_LARGE: [431, 'The access token is too large'],
  SIGN_IN_PROVIDER_FAILED: [502, 'The sign-in provider did not do what was asked'],
  KEYS_UNAVAILABLE: [503, 'Nobody’s access token can be checked at the moment'],
})

/** One of the errors above for a token that is refused, told to programs as RFC 6750 has it. */
export function refuseToken(factory: ErrorFactory, detail: string, cause?: unknown): AppError {
  const challenge = `Bearer error="invalid_token", error_description="${detail}"`
  return factory({ detail, headers: { 'www-authenticate': challenge }, cause })
}
