/**
 * The question before what cannot be taken back.
 *
 * @module
 */
import { kernelErrors } from '#framework/errors.ts'

/** @throws INVALID_INPUT */
export function requireConfirmed(confirmed: boolean): void {
  if (confirmed) return
  const message = 'Confirm that the account is to be deleted'
  throw kernelErrors.INVALID_INPUT({ detail: message, errors: [{ path: 'confirm', message }] })
}
