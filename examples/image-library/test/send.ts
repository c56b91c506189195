/**
 * Sends a picture as `<file-upload>` does: asks for a form, and posts it to storage.
 *
 * @module
 */
type Ask = (
  path: string,
  init: { method: string; body: string; headers: Record<string, string> },
) => Promise<{ json: () => unknown; status: number }>

/** @returns the id of the file that it becomes */
export async function send(
  picture: Uint8Array,
  options: {
    fetch: Ask
    headers: Record<string, string>
    name?: string
    type?: string
  },
): Promise<string> {
  const { name = 'photo.jpg', type = 'image/jpeg' } = options
  const ticket = await options.fetch('/files/uploads', {
    method: 'POST',
    body: JSON.stringify({ name, type, size: picture.length }),
    headers: { ...options.headers, 'content-type': 'application/json' },
  })
  const { id, form } = (await ticket.json()) as {
    id: string
    form: { url: string; fields: object }
  }
  const data = new FormData()
  for (const [field, value] of Object.entries(form.fields)) data.append(field, String(value))
  data.append('file', new Blob([new Uint8Array(picture)]), name)
  const { status } = await fetch(form.url, { method: 'POST', body: data })
  if (status !== 201) throw new Error(`Storage answered ${status} to ${name}.`)
  return id
}
