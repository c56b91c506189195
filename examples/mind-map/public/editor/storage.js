/**
 * Maps in storage: the API is asked for addresses, and what is in a map goes past it.
 *
 * @module
 */

/** Somebody has to sign in first. */
export class SignInNeeded extends Error {}

export async function listMaps() {
  return (await ask('/maps')).maps
}

/** Opens a map; answers its text, or none of a new one, and how it is saved. */
export async function openMap(name) {
  const path = `/maps/${encodeURIComponent(name)}`
  let { load, save: form } = await ask(path)
  const text = load && (await (await expectOk(await fetch(load))).text())

  async function save(map) {
    const packed = new Blob([map]).stream().pipeThrough(new CompressionStream('gzip'))
    const content = await new Response(packed).blob()
    try {
      await send(form, content)
    } catch (error) {
      // A form is good for a quarter of an hour.
      if (error.code !== 'AccessDenied') throw error
      form = (await ask(path)).save
      await send(form, content)
    }
  }
  return { text, save }
}

export function deleteMap(name) {
  return ask(`/maps/${encodeURIComponent(name)}`, { method: 'DELETE' })
}

const wait = { result: 1000, later: 2500, error: 5, all: 120_000 }

/** Exports a map; answers the file. @throws Error with what is wrong, in words */
export async function exportMap(map, format, { onWait = () => {} } = {}) {
  const body = JSON.stringify({ format })
  const headers = { 'content-type': 'application/json' }
  const { upload, result, error } = await ask('/exports', { method: 'POST', headers, body })
  await send(upload, new Blob([map], { type: 'application/json' }))
  onWait()

  // The result is looked for often, the error now and then: there is one or the other.
  const began = Date.now()
  for (let look = 1; Date.now() - began < wait.all; look++) {
    await new Promise((resolve) => setTimeout(resolve, look > 5 ? wait.later : wait.result))
    const found = await fetch(result)
    if (found.ok) return found.blob()
    const failed = look % wait.error === 0 && (await fetch(error))
    if (failed?.ok) throw new Error((await failed.json()).detail)
  }
  throw new Error('It took longer than two minutes. Try again later.')
}

async function ask(path, init = {}) {
  const response = await fetch(path, init)
  if (response.status === 401) throw new SignInNeeded('Sign in first.')
  if (response.status === 204) return {}
  const answer = await response.json().catch(() => ({}))
  if (response.ok) return answer
  throw new Error(
    answer.errors?.[0]?.message ?? answer.detail ?? answer.title ?? 'Try again later.',
  )
}

async function send({ url, fields }, content) {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  form.append('file', content)
  await expectOk(await fetch(url, { method: 'POST', body: form }))
}

async function expectOk(response) {
  if (response.ok) return response
  const [, code] = /<Code>(\w+)</.exec(await response.text()) ?? []
  const words =
    code === 'EntityTooLarge' ? 'The map is too large.' : 'Storage did not take it. Try again.'
  throw Object.assign(new Error(words), { code })
}
