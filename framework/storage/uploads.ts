/**
 * Uploads in parts: what is large is sent piece by piece, and goes on where it broke off.
 *
 * @module
 */
import { openObject, toHeaders } from './objects.ts'
import { readPlace } from './place.ts'
import { isRefusal, send, sendForText } from './send.ts'
import { presign } from './signature.ts'
import type { Part, Uploads } from './types.ts'
import { eachIn, escape, textIn } from './xml.ts'

/** @param at - the address of a key */
export function createUploads(at: (key: string) => string): Uploads {
  return {
    async begin(key, options = {}) {
      const headers = toHeaders(options)
      const xml = await sendForText({
        method: 'POST',
        url: at(key),
        query: { uploads: '' },
        headers,
      })
      return textIn(xml, 'UploadId')!
    },

    signPart(key, { upload, number, bytes, seconds = 3600 }) {
      const query = { partNumber: String(number), uploadId: upload }
      const headers = { 'content-length': String(bytes) }
      return presign(
        { method: 'PUT', url: at(key), query, headers },
        { place: readPlace(), seconds },
      )
    },

    async parts(key, upload) {
      try {
        return await listParts(at(key), upload)
      } catch (error) {
        if (isRefusal(error, 404)) return undefined
        throw error
      }
    },

    async complete(key, upload, parts) {
      const list = parts.map(
        ({ number, etag }) =>
          `<Part><PartNumber>${number}</PartNumber><ETag>"${escape(etag)}"</ETag></Part>`,
      )
      const body = `<CompleteMultipartUpload>${list.join('')}</CompleteMultipartUpload>`
      const query = { uploadId: upload }
      try {
        await sendForText({ method: 'POST', url: at(key), query, body, timeout: 30_000 })
      } catch (error) {
        // Our own first attempt may have got through, and only its answer was lost.
        if (!isRefusal(error, 404) || !(await openObject(at(key), { key, method: 'HEAD' })))
          throw error
      }
    },

    async abort(key, upload) {
      try {
        const { body } = await send({ method: 'DELETE', url: at(key), query: { uploadId: upload } })
        body.resume()
      } catch (error) {
        if (!isRefusal(error, 404)) throw error
      }
    },
  }
}

async function listParts(url: string, upload: string): Promise<Part[]> {
  const all: Part[] = []
  for (let marker: string | undefined; ;) {
    const query = { uploadId: upload, ...(marker && { 'part-number-marker': marker }) }
    const xml = await sendForText({ method: 'GET', url, query })
    all.push(...eachIn(xml, 'Part').map(toPart))
    if (textIn(xml, 'IsTruncated') !== 'true') return all
    marker = textIn(xml, 'NextPartNumberMarker')
  }
}

function toPart(xml: string): Part {
  return {
    number: Number(textIn(xml, 'PartNumber')),
    size: Number(textIn(xml, 'Size')),
    etag: textIn(xml, 'ETag')!.replaceAll('"', ''),
  }
}
