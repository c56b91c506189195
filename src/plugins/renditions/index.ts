/**
 * Renditions: what somebody wants made of each of their pictures, made and kept up to date.
 *
 * Remove the lines `renditions` from `app.arc`, and all of this is gone.
 *
 * @module
 */
import { defineService } from '#framework/service.ts'

export default defineService({
  name: 'renditions',
  dir: import.meta.dirname,
  description:
    'Makes what the profile of its owner wants of each picture, and anew when that changes',
  needs: ['convert', 'files'],

  http: ['get /renditions', 'put /renditions', 'get /img/:spec/:id'],
  on: ['file-stored', 'account-deleted'],
  queues: { 'renditions-renewal': { batchSize: 1 } },
  tables: { 'renditions-profiles': { partitionKey: 'owner' } },
})
