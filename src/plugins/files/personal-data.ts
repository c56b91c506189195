/**
 * What files keep of a person: what they have uploaded.
 *
 * @module
 */
import { eachOf } from '#framework/tables.ts'
import { definePersonalData } from '#framework/personal-data.ts'
import { toAnswer } from './answers.ts'
import { listDocuments } from './documents.ts'
import { files } from './files.ts'
import { findUsage } from './quotas.ts'

export default definePersonalData({
  async find({ id: owner }) {
    const own = { index: 'byOwner', where: { owner } } as const
    const all = []
    for await (const file of eachOf((cursor) => files.query({ ...own, cursor }))) {
      if (!file.deletedAt) all.push(toAnswer(file))
    }
    const documents = await listDocuments(owner)
    if (all.length === 0 && documents.length === 0) return undefined
    return { files: all, documents, usage: await findUsage(owner) }
  },
})
