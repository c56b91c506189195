/**
 * Requests of an upload: to the API, and to storage with the bytes.
 *
 * @module
 */
import { UploadError } from './problems.ts'

/** Asks the API. @throws UploadError */
export async function ask<T>(path: string, body?: object, signal?: AbortSignal): Promise<T> {
  const response = await fetch(path, {
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    throw signal?.aborted ? error : new UploadError('OFFLINE')
  })
  const answer = (await response.json().catch(() => ({}))) as T & Problem
  if (response.ok) return answer
  const { code = `HTTP_${response.status}`, detail, title, errors = [] } = answer
  throw new UploadError(code, errors[0]?.message ?? detail ?? title)
}

/**
 * Sends bytes to storage; fetch could not tell how many have left.
 *
 * @throws UploadError with S3's code
 */
export function send(
  { method, url, body }: { method: 'POST' | 'PUT'; url: string; body: FormData | Blob },
  { signal, onProgress }: { signal: AbortSignal; onProgress: (bytes: number) => void },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    const stop = () => request.abort()
    const end = (error?: unknown) => {
      signal.removeEventListener('abort', stop)
      if (error) reject(error)
      else resolve()
    }
    request.open(method, url)
    request.upload.addEventListener('progress', ({ loaded }) => onProgress(loaded))
    request.addEventListener('error', () => end(new UploadError('OFFLINE')))
    request.addEventListener('abort', () => end(signal.reason))
    request.addEventListener('load', () => {
      if (request.status < 300) return end()
      const code = /<Code>(\w+)</.exec(request.responseText)?.[1] ?? `HTTP_${request.status}`
      end(new UploadError(code))
    })
    signal.addEventListener('abort', stop)
    request.send(body)
  })
}

interface Problem {
  code?: string
  title?: string
  detail?: string
  errors?: { message: string }[]
}
