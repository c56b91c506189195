import assert from 'node:assert/strict'
import sharp from 'sharp'
import { unzipSync } from 'fflate'
import { describe, it } from 'vitest'
import { toProblem, useConvert } from './use-convert.ts'

/** A map as MindMup keeps it; a negative rank is to the left of the root. */
const map = {
  formatVersion: 3,
  ideas: {
    1: {
      title: 'Räume & Wege',
      ideas: {
        '-1': { title: 'left' },
        2: { title: 'second <b>' },
        1: { title: 'first', ideas: { 1: { title: 'under *it*' } } },
      },
    },
  },
}

describe('a mind map', () => {
  const { convert } = useConvert()
  const to = (format: string, content: unknown = map) =>
    convert(`mind-map?format=${format}`, JSON.stringify(content), 'application/json')

  it('becomes an outline, in the order of its ranks', async () => {
    const response = await to('markdown')

    assert.equal(
      response.text(),
      '# Räume & Wege\n\n- first\n  - under \\*it\\*\n- second \\<b\\>\n- left\n',
    )
  })

  it('becomes a page and a drawing whose texts are texts', async () => {
    const page = (await to('html')).text()
    const svg = (await to('svg')).text()

    assert.match(page, /<h1>Räume &amp; Wege<\/h1>/)
    assert.match(page, /<li>first<ul><li>under \*it\*<\/li><\/ul><\/li>/)
    assert.match(svg, /<text [^>]*>second &lt;b&gt;<\/text>/)
    assert.equal(svg.match(/<path /g)!.length, 4)
  })

  it('becomes a picture, with letters though a function has no fonts', async () => {
    const response = await to('png')

    const { width, height, format } = await sharp(response.bytes()).metadata()
    const { channels } = await sharp(response.bytes()).stats()
    const blank = await to('png', { title: '' })
    assert.equal(format, 'png')
    assert.ok(width! > 500 && height! > 100)
    // The ink of the letters is the darkest there is.
    assert.ok(channels[0]!.min < 0x40)
    assert.ok((await sharp(blank.bytes()).stats()).channels[0]!.min > 0x80)
  })

  it('becomes a PDF of one page, with its letters in it', async () => {
    const response = await to('pdf')

    const text = response.bytes().toString('latin1')
    assert.match(text, /^%PDF-1\.\d/)
    assert.equal(text.match(/\/Type \/Page\b/g)!.length, 1)
    assert.match(text, /\/FontFile2/)
  })

  it('becomes a document with headings and lists', async () => {
    const deep = {
      title: 'a',
      children: [{ title: 'b', children: [{ title: 'c', children: [{ title: 'd' }] }] }],
    }
    const response = await to('docx', deep)

    const xml = Buffer.from(unzipSync(response.bytes())['word/document.xml']!).toString()
    assert.deepEqual(
      [...xml.matchAll(/<w:(?:pStyle|ilvl) w:val="(\w+)"/g)].map(([, style]) => style),
      ['Title', 'Heading1', 'Heading2', '0'],
    )
  })

  it('of 5,000 ideas is converted in good time', async () => {
    const children = Array.from({ length: 50 }, (_, branch) => ({
      title: `Branch ${branch}`,
      children: Array.from({ length: 99 }, (_, leaf) => ({ title: `Leaf ${branch} ${leaf}` })),
    }))

    for (const format of ['pdf', 'png', 'docx', 'html']) {
      const response = await to(format, { title: 'Large', children })
      assert.equal(response.status, 200, `${format}: ${response.text().slice(0, 200)}`)
    }
  })

  it('is refused in words where it is none, too deep or too large', async () => {
    const text = toProblem(await convert('mind-map', 'x', 'application/json'))
    const nested = `${'{"title":"x","children":['.repeat(300)}${']}'.repeat(300)}`
    const deep = toProblem(await convert('mind-map', nested, 'application/json'))
    const many = toProblem(
      await to('pdf', {
        title: 'x',
        children: Array.from({ length: 10_001 }, () => ({ title: 'y' })),
      }),
    )
    const odd = toProblem(await to('pdf', { title: 'x', children: [7] }))

    assert.match(text.detail!, /not JSON/)
    assert.match(deep.detail!, /200 levels/)
    assert.match(many.detail!, /10000 ideas/)
    assert.match(odd.detail!, /An idea is an object/)
  })
})
