import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { describe, it } from 'vitest'
import { ask, Bucket, useStorage } from './use-storage.ts'

const nothing = Buffer.alloc(0)

describe('objects of the local S3', () => {
  const { send, refused, presign, storage } = useStorage()
  const textOf = async (Key: string, more: object = {}) =>
    (await send('GetObject', { Key, ...more })).Body.transformToString() as Promise<string>

  it('come back as they were written, with all that was said of them', async () => {
    const said = {
      ContentType: 'text/plain; charset=utf-8',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentEncoding: 'identity',
      ContentLanguage: 'en',
      Metadata: { author: 'ada', 'two-words': 'a b' },
    }

    const put = await send('PutObject', { Key: 'said/a.txt', Body: 'hello', ...said })
    const got = await send('GetObject', { Key: 'said/a.txt' })
    const head = await send('HeadObject', { Key: 'said/a.txt' })

    assert.equal(put.ETag, `"${createHash('md5').update('hello').digest('hex')}"`)
    assert.equal(put.ServerSideEncryption, 'AES256')
    assert.equal(await got.Body.transformToString(), 'hello')
    for (const answer of [got, head]) {
      const { ContentType, CacheControl, ContentDisposition, ContentEncoding, ContentLanguage } =
        answer
      const { Metadata } = answer
      assert.deepEqual(
        {
          ContentType,
          CacheControl,
          ContentDisposition,
          ContentEncoding,
          ContentLanguage,
          Metadata,
        },
        said,
      )
      assert.equal(answer.ContentLength, 5)
      assert.equal(answer.ETag, put.ETag)
      assert.ok(Date.now() - answer.LastModified.getTime() < 5000)
    }
  })

  it('may be empty, and of many megabytes that come as a stream', async () => {
    const large = randomBytes(12 * 1024 * 1024)
    const Body = Readable.from([large.subarray(0, 7_000_001), large.subarray(7_000_001)])

    await send('PutObject', { Key: 'empty', Body: nothing })
    await send('PutObject', { Key: 'large', Body, ContentLength: large.length })
    const { Body: read } = await send('GetObject', { Key: 'large' })

    assert.equal(await textOf('empty'), '')
    assert.ok(large.equals(Buffer.from(await read.transformToByteArray())))
  })

  it('are found by any key that S3 takes', async () => {
    const keys = [
      'a',
      'a/b',
      'a//b',
      'ä ö+ü&=?#%41',
      'x/../y',
      "it's(1)!*",
      '日本/語.jpg',
      'tab\there',
    ]

    for (const Key of keys) await send('PutObject', { Key, Body: Key })

    for (const Key of keys) assert.equal(await textOf(Key), Key)
  })

  it('are missing when nobody wrote them', async () => {
    assert.equal(await refused('GetObject', { Key: 'nothing' }), '404 NoSuchKey')
    assert.equal(await refused('HeadObject', { Key: 'nothing' }), '404 NotFound')
    assert.equal(await refused('GetObject', { Bucket: 'no-such', Key: 'a' }), '404 NoSuchBucket')
  })

  it('have keys of at most 1024 bytes, and metadata of at most 2 KB', async () => {
    const Metadata = { note: 'x'.repeat(2045) }

    assert.equal(
      await refused('PutObject', { Key: 'k'.repeat(1025), Body: 'x' }),
      '400 KeyTooLongError',
    )
    assert.equal(
      await refused('PutObject', { Key: 'k', Body: 'x', Metadata }),
      '400 MetadataTooLarge',
    )
  })

  it('are gone when they are deleted, which may be done twice', async () => {
    await send('PutObject', { Key: 'gone', Body: 'x' })

    await send('DeleteObject', { Key: 'gone' })
    const again = await send('DeleteObject', { Key: 'gone' })

    assert.equal(again.$metadata.httpStatusCode, 204)
    assert.equal(await refused('GetObject', { Key: 'gone' }), '404 NoSuchKey')
  })

  it('can be deleted by the thousand', async () => {
    for (const Key of ['many/1', 'many/<2>&"', 'many/3'])
      await send('PutObject', { Key, Body: nothing })
    const Objects = ['many/1', 'many/<2>&"', 'many/none'].map((Key) => ({ Key }))
    const tooMany = Array.from({ length: 1001 }, (_, index) => ({ Key: `${index}` }))

    const { Deleted, Errors } = await send('DeleteObjects', { Delete: { Objects } })
    const quiet = await send('DeleteObjects', {
      Delete: { Objects: [{ Key: 'many/3' }], Quiet: true },
    })
    const refusal = await refused('DeleteObjects', { Delete: { Objects: tooMany } })

    assert.deepEqual(Deleted, Objects)
    assert.equal(Errors, undefined)
    assert.equal(quiet.Deleted, undefined)
    assert.equal(refusal, '400 MalformedXML')
    const { KeyCount } = await send('ListObjectsV2', { Prefix: 'many/' })
    assert.equal(KeyCount, 0)
  })

  describe('in a list', () => {
    const keys = ['Z', 'a', 'a-b', 'a/1', 'a/2', 'a/b/1', 'aa', 'b', 'é', '日', '😀']
    const list = (more: object) => send('ListObjectsV2', { Prefix: 'list/', ...more })
    const toNames = (page: { Contents?: { Key: string }[] }) =>
      (page.Contents ?? []).map(({ Key }) => Key.slice(5))
    const toFolders = (page: { CommonPrefixes?: { Prefix: string }[] }) =>
      (page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix.slice(5))

    it('are sorted by the bytes of their keys', async () => {
      for (const key of keys.toReversed()) {
        await send('PutObject', { Key: `list/${key}`, Body: 'xx' })
      }

      const page = await list({})

      assert.deepEqual(toNames(page), keys)
      assert.equal(page.KeyCount, keys.length)
      assert.equal(page.IsTruncated, false)
      assert.deepEqual([page.Contents[0].Size, page.Contents[0].StorageClass], [2, 'STANDARD'])
    })

    it('are put together at a delimiter', async () => {
      const page = await list({ Delimiter: '/' })
      const below = await list({ Prefix: 'list/a/', Delimiter: '/' })

      assert.deepEqual(toNames(page), ['Z', 'a', 'a-b', 'aa', 'b', 'é', '日', '😀'])
      assert.deepEqual(toFolders(page), ['a/'])
      assert.deepEqual([toNames(below), toFolders(below)], [['a/1', 'a/2'], ['a/b/']])
    })

    it('come page by page, each once', async () => {
      for (const [Delimiter, size] of [
        ['', 3],
        ['/', 1],
        ['/', 3],
      ] as const) {
        const seen: string[] = []
        let ContinuationToken: string | undefined
        do {
          const page = await list({ Delimiter, MaxKeys: size, ContinuationToken })
          assert.ok(page.KeyCount <= size)
          seen.push(...toNames(page), ...toFolders(page))
          ContinuationToken = page.NextContinuationToken
        } while (ContinuationToken)

        const whole = await list({ Delimiter })
        assert.deepEqual(seen.toSorted(), [...toNames(whole), ...toFolders(whole)].toSorted())
      }
    })

    it('start after a key, and may be none', async () => {
      assert.deepEqual(toNames(await list({ StartAfter: 'list/b' })), ['é', '日', '😀'])
      assert.deepEqual(toNames(await list({ MaxKeys: 0 })), [])
      assert.deepEqual(toNames(await list({ Prefix: 'nothing/' })), [])
    })

    it('refuse a token that is not theirs', async () => {
      const refusal = await refused('ListObjectsV2', { ContinuationToken: 'guessed' })

      assert.equal(refusal, '400 InvalidArgument')
    })

    it('can be encoded for what XML cannot say', async () => {
      await send('PutObject', { Key: 'odd/\u0001 ü', Body: nothing })

      const { Contents, EncodingType } = await send('ListObjectsV2', {
        Prefix: 'odd/',
        EncodingType: 'url',
      })

      assert.equal(EncodingType, 'url')
      assert.equal(Contents[0].Key, 'odd/%01%20%C3%BC')
    })

    it('name their buckets', async () => {
      const { Buckets } = await send('ListBuckets', {})
      const head = await send('HeadBucket', {})

      assert.deepEqual(
        Buckets.map(({ Name }: { Name: string }) => Name),
        [Bucket],
      )
      assert.equal(head.BucketRegion, 'us-west-2')
      assert.equal(await refused('HeadBucket', { Bucket: 'no-such' }), '404 NotFound')
    })
  })

  describe('copied', () => {
    it('keep what was said of them, unless something else is', async () => {
      const Key = 'copy/ä & b.txt'
      const CopySource = encodeURIComponent(`${Bucket}/${Key}`)
      const first = await send('PutObject', {
        Key,
        Body: 'hello',
        ContentType: 'text/plain',
        Metadata: { by: 'ada' },
      })

      const copied = await send('CopyObject', { Key: 'copy/2', CopySource })
      await send('CopyObject', {
        Key: 'copy/3',
        CopySource: `/${CopySource}`,
        MetadataDirective: 'REPLACE',
        ContentType: 'text/html',
      })
      const [second, third] = [
        await send('HeadObject', { Key: 'copy/2' }),
        await send('HeadObject', { Key: 'copy/3' }),
      ]

      assert.equal(copied.CopyObjectResult.ETag, first.ETag)
      assert.equal(await textOf('copy/2'), 'hello')
      assert.deepEqual([second.ContentType, second.Metadata], ['text/plain', { by: 'ada' }])
      assert.deepEqual([third.ContentType, third.Metadata], ['text/html', {}])
    })

    it('are refused where the source is missing, the same, or another than was expected', async () => {
      await send('PutObject', { Key: 'copy/self', Body: 'x' })
      const copy = (CopySource: string, more = {}) =>
        refused('CopyObject', { Key: 'copy/self', CopySource, ...more })

      assert.equal(await copy(`${Bucket}/none`), '404 NoSuchKey')
      assert.equal(await copy('no-such/none'), '404 NoSuchBucket')
      assert.equal(await copy('nonsense'), '400 InvalidArgument')
      assert.equal(await copy(`${Bucket}/copy/self`), '400 InvalidRequest')
      const other = { Key: 'copy/other', CopySourceIfMatch: '"other"' }
      assert.equal(await copy(`${Bucket}/copy/self`, other), '412 PreconditionFailed')
      assert.equal(
        await copy(`${Bucket}/copy/self?versionId=1`, { Key: 'x' }),
        '501 NotImplemented',
      )
    })
  })

  describe('in part', () => {
    const range = async (text: string, Key = 'range') => {
      const url = await presign('GetObject', { Key })
      const { status, headers, text: body, code } = await ask(url, { headers: { range: text } })
      return [status, headers['content-range'], code ?? body]
    }

    it('are bytes from, to, or at the end', async () => {
      await send('PutObject', { Key: 'range', Body: '0123456789' })

      assert.deepEqual(await range('bytes=2-4'), [206, 'bytes 2-4/10', '234'])
      assert.deepEqual(await range('bytes=7-'), [206, 'bytes 7-9/10', '789'])
      assert.deepEqual(await range('bytes=-2'), [206, 'bytes 8-9/10', '89'])
      assert.deepEqual(await range('bytes=-99'), [206, 'bytes 0-9/10', '0123456789'])
      assert.deepEqual(await range('bytes=8-99'), [206, 'bytes 8-9/10', '89'])
    })

    it('are refused where there are none', async () => {
      await send('PutObject', { Key: 'range-empty', Body: nothing })

      assert.deepEqual(await range('bytes=10-'), [416, 'bytes */10', 'InvalidRange'])
      assert.deepEqual(await range('bytes=-0'), [416, 'bytes */10', 'InvalidRange'])
      assert.deepEqual(await range('bytes=0-', 'range-empty'), [416, 'bytes */0', 'InvalidRange'])
    })

    it('are all of it where the range is no single one', async () => {
      for (const text of ['bytes=1-2,4-5', 'bytes=5-2', 'lines=1-2', 'bytes=-']) {
        assert.deepEqual(await range(text), [200, undefined, '0123456789'], text)
      }
    })

    it('belong to the object that the client knows', async () => {
      const url = await presign('GetObject', { Key: 'range' })
      const { ETag } = await send('HeadObject', { Key: 'range' })
      const resume = async (condition: string) =>
        (await ask(url, { headers: { range: 'bytes=5-', 'if-range': condition } })).status

      assert.equal(await resume(ETag), 206)
      assert.equal(await resume('"another"'), 200)
    })
  })

  describe('on a condition', () => {
    const at = (milliseconds: number) => new Date(Date.now() + milliseconds)
    const read = (condition: object) => refused('GetObject', { Key: 'if', ...condition })

    it('are read by the ETag that the reader knows', async () => {
      const { ETag } = await send('PutObject', { Key: 'if', Body: 'x' })

      assert.equal(await read({ IfMatch: ETag }), 'done')
      assert.equal(await read({ IfMatch: '"another"' }), '412 PreconditionFailed')
      assert.equal(await read({ IfNoneMatch: '"another"' }), 'done')
      assert.match(await read({ IfNoneMatch: ETag }), /^304/)
      assert.match(await read({ IfNoneMatch: `"a", ${ETag}` }), /^304/)
      assert.match(await refused('HeadObject', { Key: 'if', IfNoneMatch: ETag }), /^304/)
    })

    it('are read by when they were written', async () => {
      assert.match(await read({ IfModifiedSince: at(0) }), /^304|done/)
      assert.equal(await read({ IfModifiedSince: at(-60_000) }), 'done')
      assert.equal(await read({ IfModifiedSince: at(60_000) }), 'done')
      assert.equal(await read({ IfUnmodifiedSince: at(60_000) }), 'done')
      assert.equal(await read({ IfUnmodifiedSince: at(-60_000) }), '412 PreconditionFailed')
    })

    it('are not sent again to whoever has them', async () => {
      const url = await presign('GetObject', { Key: 'if' })
      const { 'last-modified': modified, etag } = (await ask(url)).headers

      const { status, text, headers } = await ask(url, {
        headers: { 'if-modified-since': modified! },
      })

      assert.deepEqual([status, text, headers['etag']], [304, '', etag])
    })

    it('are written only where nothing is', async () => {
      const write = (Key: string) => refused('PutObject', { Key, Body: 'x', IfNoneMatch: '*' })

      assert.equal(await write('once'), 'done')
      assert.equal(await write('once'), '412 PreconditionFailed')
      const other = { Key: 'once', Body: 'x', IfNoneMatch: '"etag"' }
      assert.equal(await refused('PutObject', other), '501 NotImplemented')
    })

    it('are written by one of many who want to be the first', async () => {
      const writes = Array.from({ length: 10 }, (_, index) =>
        refused('PutObject', { Key: 'race', Body: `${index}`, IfNoneMatch: '*' }),
      )

      const results = await Promise.all(writes)

      const winners = results.flatMap((it, index) => (it === 'done' ? [`${index}`] : []))
      assert.equal(winners.length, 1)
      assert.equal(await textOf('race'), winners[0])
    })

    it('are written over only if they are still the same', async () => {
      const { ETag } = await send('PutObject', { Key: 'again', Body: '1' })
      const write = (Key: string, IfMatch: string) =>
        refused('PutObject', { Key, Body: '2', IfMatch })

      assert.equal(await write('again', '"another"'), '412 PreconditionFailed')
      assert.equal(await write('none', ETag), '404 NoSuchKey')
      assert.equal(await write('again', ETag), 'done')
      const remove = { Key: 'again', IfMatch: ETag }
      assert.equal(await refused('DeleteObject', remove), '412 PreconditionFailed')
    })
  })

  describe('with a checksum', () => {
    // Of "hello".
    const sums = {
      CRC32: 'NhCmhg==',
      CRC32C: 'mnG7TA==',
      CRC64NVME: 'M3eFcAZSQlc=',
      SHA1: 'qvTGHdzF6KLavt4PO0gs2a6pQ00=',
      SHA256: 'LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=',
    } as const

    for (const [algorithm, value] of Object.entries(sums)) {
      const member = `Checksum${algorithm}`

      it(`keep a ${algorithm} that is right, and refuse one that is wrong`, async () => {
        const wrong = Buffer.from(value, 'base64').fill(1).toString('base64')
        const put = (sum: string) => ({ Key: `sum/${algorithm}`, Body: 'hello', [member]: sum })

        assert.equal(await refused('PutObject', put(wrong)), '400 BadDigest')
        assert.equal(await refused('PutObject', put('short')), '400 InvalidRequest')
        const answer = await send('PutObject', put(value))
        const head = await send('HeadObject', { Key: `sum/${algorithm}`, ChecksumMode: 'ENABLED' })

        assert.equal(answer[member], value)
        assert.deepEqual([head[member], head.ChecksumType], [value, 'FULL_OBJECT'])
      })
    }

    it('have the SDK’s own by default, which it holds them to when they are read', async () => {
      await send('PutObject', { Key: 'sum/default', Body: 'hello' })

      const head = await send('HeadObject', { Key: 'sum/default', ChecksumMode: 'ENABLED' })

      assert.equal(head.ChecksumCRC32, sums.CRC32)
      assert.equal(await textOf('sum/default'), 'hello')
    })

    it('are held to Content-MD5', async () => {
      const put = (ContentMD5: string) =>
        refused('PutObject', { Key: 'md5', Body: 'x', ContentMD5 })

      assert.equal(await put('nUFVa/OCbC0cZ2e+xBjkuA=='), '400 BadDigest')
      assert.equal(await put('short'), '400 InvalidDigest')
      assert.equal(await put(createHash('md5').update('x').digest('base64')), 'done')
    })

    it('are refused with one that is not imitated', async () => {
      const put = { Key: 'sum/x', Body: 'x', ChecksumSHA512: 'AAAA' }

      assert.equal(await refused('PutObject', put), '501 NotImplemented')
    })
  })

  it('keep nothing of what was refused', async () => {
    await send('PutObject', { Key: 'kept', Body: 'before' })
    const before = storage().buckets()[0]!

    await refused('PutObject', { Key: 'kept', Body: 'hello', ChecksumCRC32: 'AAAAAA==' })

    assert.equal(await textOf('kept'), 'before')
    assert.deepEqual(storage().buckets()[0], before)
  })
})
