/**
 * The door of files: uploads for tenants, and files for other services.
 *
 * @module
 */
export { deleteFile } from './deletion.ts'
export {
  deleteDocument,
  listDocuments,
  openDocument,
  type ListedDocument,
  type OpenDocument,
} from './documents.ts'
export { signDownload } from './downloads.ts'
export { store as filesStore } from './buckets.ts'
export { findFile, listFiles, type StoredFile, type Visibility } from './files.ts'
export { fileStored } from './news.ts'
export { requestUpload, type Ticket } from './request-upload.ts'
