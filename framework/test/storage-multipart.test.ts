import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { describe, it } from 'vitest'
import { Bucket, useStorage } from './use-storage.ts'

const megabyte = 1024 * 1024
const md5 = (data: Buffer) => createHash('md5').update(data).digest()
const sha256 = (data: Buffer) => createHash('sha256').update(data).digest()

describe('a multipart upload', () => {
  const { send, refused, presign, storage } = useStorage()

  async function begin(Key: string, more: object = {}) {
    const { UploadId } = await send('CreateMultipartUpload', { Key, ...more })
    const upload = { Key, UploadId: UploadId as string }
    return {
      ...upload,
      upload,
      add: (PartNumber: number, Body: Buffer | string, other: object = {}) =>
        send('UploadPart', { ...upload, PartNumber, Body, ...other }),
      complete: (Parts: object[], other: object = {}) =>
        send('CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts }, ...other }),
      refusedToComplete: (Parts: object[], other: object = {}) =>
        refused('CompleteMultipartUpload', { ...upload, MultipartUpload: { Parts }, ...other }),
    }
  }

  it('makes one object of its parts, in their order', async () => {
    const parts = [randomBytes(5 * megabyte), randomBytes(5 * megabyte + 1), randomBytes(3)]
    const { add, complete, upload } = await begin('parts', {
      ContentType: 'video/mp4',
      Metadata: { by: 'ada' },
    })

    const answers = await Promise.all(
      [2, 0, 1].map(async (index) => ({ index, ...(await add(index + 1, parts[index]!)) })),
    )
    const list = answers
      .toSorted((a, b) => a.index - b.index)
      .map(({ index, ETag }) => ({ PartNumber: index + 1, ETag }))
    const done = await complete(list)
    const { Body, ContentType, Metadata, ETag } = await send('GetObject', { Key: 'parts' })

    const etag = md5(Buffer.concat(parts.map(md5))).toString('hex')
    assert.equal(done.ETag, `"${etag}-3"`)
    assert.equal(ETag, done.ETag)
    assert.deepEqual([ContentType, Metadata], ['video/mp4', { by: 'ada' }])
    assert.ok(Buffer.concat(parts).equals(Buffer.from(await Body.transformToByteArray())))
    assert.equal(await refused('ListParts', upload), '404 NoSuchUpload')
  })

  it('is not there before it is complete, and takes only the parts that are named', async () => {
    const { add, complete } = await begin('some')
    const first = await add(1, 'one')
    await add(2, 'two')

    assert.equal(await refused('GetObject', { Key: 'some' }), '404 NoSuchKey')
    await complete([{ PartNumber: 1, ETag: first.ETag }])

    const { Body } = await send('GetObject', { Key: 'some' })
    assert.equal(await Body.transformToString(), 'one')
  })

  it('takes the last of two parts with one number', async () => {
    const { add, complete } = await begin('twice')
    await add(1, 'first')
    const { ETag } = await add(1, 'second')

    await complete([{ PartNumber: 1, ETag }])

    const { Body } = await send('GetObject', { Key: 'twice' })
    assert.equal(await Body.transformToString(), 'second')
  })

  it('lists its parts, page by page', async () => {
    const { add, upload } = await begin('list')
    for (const number of [7, 1, 3]) await add(number, 'x'.repeat(number))

    const first = await send('ListParts', { ...upload, MaxParts: 2 })
    const rest = await send('ListParts', {
      ...upload,
      PartNumberMarker: first.NextPartNumberMarker,
    })

    const sizes = [...first.Parts, ...rest.Parts].map(
      ({ PartNumber, Size }: { PartNumber: number; Size: number }) => [PartNumber, Size],
    )
    assert.deepEqual(sizes, [
      [1, 1],
      [3, 3],
      [7, 7],
    ])
    assert.deepEqual([first.IsTruncated, rest.IsTruncated], [true, false])
  })

  it('can be given up', async () => {
    const { add, upload } = await begin('abort')
    await add(1, 'x')

    await send('AbortMultipartUpload', upload)

    assert.equal(await refused('ListParts', upload), '404 NoSuchUpload')
    assert.equal(await refused('AbortMultipartUpload', upload), '404 NoSuchUpload')
    const part = { ...upload, PartNumber: 1, Body: 'x' }
    assert.equal(await refused('UploadPart', part), '404 NoSuchUpload')
  })

  it('belongs to its key', async () => {
    const { UploadId } = await begin('mine')

    const refusal = await refused('UploadPart', {
      Key: 'other',
      UploadId,
      PartNumber: 1,
      Body: 'x',
    })

    assert.equal(refusal, '404 NoSuchUpload')
  })

  it('has parts of 5 MB at least, but for the last', async () => {
    const { add, complete, refusedToComplete } = await begin('small')
    const small = { PartNumber: 1, ETag: (await add(1, 'x'.repeat(5 * megabyte - 1))).ETag }
    const last = { PartNumber: 2, ETag: (await add(2, 'x')).ETag }

    assert.equal(await refusedToComplete([small, last]), '400 EntityTooSmall')
    const right = { PartNumber: 1, ETag: (await add(1, 'x'.repeat(5 * megabyte))).ETag }
    assert.match((await complete([right, last])).ETag, /-2"$/)
  })

  it('refuses parts that are missing, changed, out of order, or out of bounds', async () => {
    const { add, upload, refusedToComplete } = await begin('wrong')
    const one = { PartNumber: 1, ETag: (await add(1, 'x')).ETag }
    const two = { PartNumber: 2, ETag: (await add(2, 'y')).ETag }
    const part = (PartNumber: number) => refused('UploadPart', { ...upload, PartNumber, Body: 'x' })

    assert.equal(await refusedToComplete([{ ...one, PartNumber: 3 }]), '400 InvalidPart')
    assert.equal(await refusedToComplete([{ ...one, ETag: two.ETag }]), '400 InvalidPart')
    assert.equal(await refusedToComplete([two, one]), '400 InvalidPartOrder')
    assert.equal(await refusedToComplete([one, one]), '400 InvalidPartOrder')
    assert.equal(await refusedToComplete([]), '400 MalformedXML')
    assert.equal(await part(0), '400 InvalidArgument')
    assert.equal(await part(10_001), '400 InvalidArgument')
    const size = { MpuObjectSize: 2 }
    assert.equal(await refusedToComplete([one], size), '400 InvalidRequest')
  })

  it('may be written only where nothing is', async () => {
    await send('PutObject', { Key: 'there', Body: 'before' })
    const { add, refusedToComplete } = await begin('there')
    const { ETag } = await add(1, 'after')

    const refusal = await refusedToComplete([{ PartNumber: 1, ETag }], { IfNoneMatch: '*' })

    assert.equal(refusal, '412 PreconditionFailed')
    const { Body } = await send('GetObject', { Key: 'there' })
    assert.equal(await Body.transformToString(), 'before')
  })

  it('is completed once', async () => {
    const { add, refusedToComplete } = await begin('once')
    const list = [{ PartNumber: 1, ETag: (await add(1, 'x'.repeat(2 * megabyte))).ETag }]

    const results = await Promise.all([refusedToComplete(list), refusedToComplete(list)])

    assert.deepEqual(results.toSorted(), ['404 NoSuchUpload', 'done'])
  })

  it('can be sent in presigned parts', async () => {
    const { upload, complete } = await begin('presigned')
    const url = await presign('UploadPart', { ...upload, PartNumber: 1 })

    const response = await fetch(url, { method: 'PUT', body: 'from a browser' })
    await complete([{ PartNumber: 1, ETag: response.headers.get('etag') }])

    const { Body } = await send('GetObject', { Key: 'presigned' })
    assert.equal(await Body.transformToString(), 'from a browser')
  })

  describe('with checksums', () => {
    const parts = [Buffer.alloc(5 * megabyte, 'a'), Buffer.from('b')]

    it('has one of its parts’ checksums', async () => {
      const { add, complete, refusedToComplete } = await begin('composite', {
        ChecksumAlgorithm: 'SHA256',
      })
      const list = []
      for (const [index, part] of parts.entries()) {
        const PartNumber = index + 1
        const { ETag, ChecksumSHA256 } = await add(PartNumber, part, {
          ChecksumAlgorithm: 'SHA256',
        })
        list.push({ PartNumber, ETag, ChecksumSHA256 })
      }
      const wrong = [{ ...list[0]!, ChecksumSHA256: list[1]!.ChecksumSHA256 }, list[1]!]

      assert.equal(await refusedToComplete(wrong), '400 InvalidPart')
      const bare = list.map(({ PartNumber, ETag }) => ({ PartNumber, ETag }))
      assert.equal(await refusedToComplete(bare), '400 InvalidRequest')
      const done = await complete(list)

      const expected = sha256(Buffer.concat(parts.map(sha256))).toString('base64')
      assert.equal(done.ChecksumSHA256, `${expected}-2`)
      assert.equal(done.ChecksumType, 'COMPOSITE')
      const { Body } = await send('GetObject', { Key: 'composite' })
      assert.equal((await Body.transformToByteArray()).length, 5 * megabyte + 1)
    })

    it('has one of all bytes where that is wanted', async () => {
      const { add, complete, refusedToComplete } = await begin('full', {
        ChecksumAlgorithm: 'CRC32',
        ChecksumType: 'FULL_OBJECT',
      })
      const list = []
      for (const [index, part] of parts.entries()) {
        const { ETag } = await add(index + 1, part)
        list.push({ PartNumber: index + 1, ETag })
      }
      await send('PutObject', { Key: 'whole', Body: Buffer.concat(parts) })
      const { ChecksumCRC32 } = await send('HeadObject', { Key: 'whole', ChecksumMode: 'ENABLED' })

      assert.equal(await refusedToComplete(list, { ChecksumCRC32: 'AAAAAA==' }), '400 BadDigest')
      const done = await complete(list, { ChecksumCRC32 })

      assert.deepEqual([done.ChecksumCRC32, done.ChecksumType], [ChecksumCRC32, 'FULL_OBJECT'])
    })

    it('refuses a part without the one that was promised, and kinds that there are not', async () => {
      const { upload } = await begin('promised', { ChecksumAlgorithm: 'SHA256' })
      const create = (more: object) => refused('CreateMultipartUpload', { Key: 'kinds', ...more })

      const part = { ...upload, PartNumber: 1, Body: 'x' }
      assert.equal(await refused('UploadPart', part), '400 InvalidRequest')
      const full = { ChecksumAlgorithm: 'SHA1', ChecksumType: 'FULL_OBJECT' }
      assert.equal(await create(full), '400 InvalidRequest')
      assert.equal(await create({ ChecksumType: 'FULL_OBJECT' }), '400 InvalidRequest')
      assert.equal(await create({ ChecksumAlgorithm: 'XXHASH3' }), '501 NotImplemented')
    })
  })

  it('counts for the bucket only when it is complete', async () => {
    const { objects, bytes } = storage().buckets()[0]!
    const { add, complete } = await begin('count')
    const { ETag } = await add(1, '12345')

    const during = storage().buckets()[0]!
    await complete([{ PartNumber: 1, ETag }])
    const after = storage().buckets()[0]!

    assert.deepEqual([during.objects, during.bytes], [objects, bytes])
    assert.deepEqual([after.objects, after.bytes], [objects + 1, bytes + 5])
    assert.equal(after.physicalName, Bucket)
  })
})
