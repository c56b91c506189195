/**
 * The codes of files.
 *
 * @module
 */
import { defineErrors } from '#framework/errors.ts'

export const errors = defineErrors({
  FILE_NOT_FOUND: [404, 'There is no such file'],
  UPLOAD_NOT_FOUND: [404, 'There is no such upload'],
  FILES_QUOTA_EXCEEDED: [409, 'There is no room left for this file'],
  UPLOAD_INCOMPLETE: [409, 'Parts of the upload are missing'],
  UPLOAD_NOT_IN_PARTS: [409, 'This upload is not one in parts'],
  UPLOAD_ENDED: [410, 'This upload has ended'],
  FILE_TOO_LARGE: [413, 'The file is too large'],
  FILE_TYPE_NOT_ALLOWED: [415, 'Files of this type are not taken'],
  FILE_REFUSED: [422, 'The file was looked at, and refused'],
})
