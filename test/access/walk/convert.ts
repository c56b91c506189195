/**
 * Conversions: at once and as jobs, new and known, small and large; what got lost on the way; and those of who leaves.
 *
 * @module
 */
import { randomBytes, randomUUID } from 'node:crypto'
import sharp from 'sharp'
import { expectOk, until, type Headers, type Visitor } from '../visitor.ts'
import type { Cloud } from './cloud.ts'

export async function walkConvert(visitor: Visitor, cloud: Cloud): Promise<void> {
  const anew = () => visitor.person('reader', `convert-${randomUUID().slice(0, 8)}`)
  // Whoever comes first has no account yet, wherever they come in.
  await visitor.knock(`/conversions/${randomUUID()}`, await anew())
  for (const sample of samples) await atOnce(visitor, sample, await anew())

  const who = await anew()
  for (const sample of samples) await asJobs(visitor, sample, who)

  // Storage tells nobody: the sweep finds what came, and in the end what never came.
  await cloud.lose('convert-arrivals')
  const found = []
  for (const sample of samples) found.push(await begin(visitor, sample, who))
  const missing = await begin(visitor, samples[0]!, who, { isSent: false })
  await cloud.advance(360)
  for (const id of found) await waitFor(visitor, 'done', id, who)
  await cloud.advance(1500)
  await waitFor(visitor, 'failed', missing, who)
  await cloud.loseNothing()

  await visitor.ask('/account/export', who)
  await visitor.ask('/account/delete', who, 'POST', new URLSearchParams({ confirm: 'yes' }))
  await until('their conversions to be gone', async () => {
    const path = `/conversions/${missing}`
    return (await visitor.knock(path, who)) === 404
  })
}

interface Sample {
  converter: string
  type: string
  /** Of which more than 200 kB come, which is too much for a table. */
  options: Record<string, string>
  /** Another one each time. */
  make: () => Promise<Buffer>
}

const text = (bytes: number) => randomBytes(bytes / 2).toString('hex')
const source = (converter: string, wrap: (it: string) => string): Sample => ({
  converter,
  type: 'text/plain',
  options: {},
  make: async () => Buffer.from(wrap(text(300_000))),
})

const samples: readonly Sample[] = [
  source('markdown', (it) => it),
  source('scss', (it) => `/*! ${it} */`),
  source('typescript', (it) => `const it: string = '${it}'`),
  source('pug', (it) => `p ${it}`),
  {
    converter: 'csv',
    type: 'text/csv',
    options: {},
    // A sheet is packed, to half of what this has.
    make: async () => Buffer.from(Array.from({ length: 20 }, () => text(30_000)).join('\n')),
  },
  {
    converter: 'mind-map',
    type: 'application/json',
    options: { format: 'markdown' },
    async make() {
      const children = Array.from({ length: 200 }, () => ({ title: text(1500) }))
      return Buffer.from(JSON.stringify({ title: 'Plan', children }))
    },
  },
  {
    converter: 'image',
    type: 'image/png',
    options: { format: 'png' },
    make: () =>
      sharp(randomBytes(300 * 300 * 3), { raw: { width: 300, height: 300, channels: 3 } })
        .png()
        .toBuffer(),
  },
]

/** Twice: new, and known. */
async function atOnce({ site }: Visitor, { converter, type, options, make }: Sample, who: Headers) {
  const body = new Uint8Array(await make())
  const headers = { ...who, origin: site, 'content-type': type }
  const address = `${site}/convert/${converter}?${new URLSearchParams(options)}`
  for (const word of ['new', 'known']) {
    const { headers: said } = await expectOk(
      fetch(address, { method: 'POST', headers, body }),
      address,
    )
    if (said.get('x-conversion') !== word) throw new Error(`${address} was not ${word}.`)
  }
}

/** Twice the same content, and each asks for its result. */
async function asJobs(visitor: Visitor, sample: Sample, who: Headers): Promise<void> {
  const content = await sample.make()
  for (let time = 0; time < 2; time++) {
    const id = await begin(visitor, sample, who, { content })
    await waitFor(visitor, 'done', id, who)
  }
}

async function begin(
  { post }: Visitor,
  { converter, type, options, make }: Sample,
  who: Headers,
  { content, isSent = true }: { content?: Buffer; isSent?: boolean } = {},
): Promise<string> {
  const { id, upload } = await post<Ticket>('/conversions', { converter, type, options }, who)
  if (!isSent) return id
  const body = new FormData()
  for (const [name, value] of Object.entries(upload.fields)) body.append(name, value)
  body.append('file', new Blob([new Uint8Array(content ?? (await make()))], { type }))
  await expectOk(fetch(upload.url, { method: 'POST', body }), `the upload for ${converter}`)
  return id
}

interface Ticket {
  id: string
  upload: { url: string; fields: Record<string, string> }
}

async function waitFor({ ask }: Visitor, status: string, id: string, who: Headers): Promise<void> {
  await until(`conversion ${id} to be ${status}`, async () => {
    const told = (await (await ask(`/conversions/${id}`, who)).json()) as { status: string }
    return told.status === status
  })
}
