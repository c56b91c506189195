/**
 * What the console answers with.
 *
 * @module
 */
import type { ServerResponse } from 'node:http'
import { ApiProblem, isFile, type FileAnswer } from './api/call.ts'
import { fileHeaders, safetyHeaders } from './guard.ts'

/** Answers a call: with JSON, a file, or nothing. */
export function sendAnswer(response: ServerResponse, answer: unknown): void {
  if (isFile(answer)) sendFile(response, answer)
  else if (answer === undefined) response.writeHead(204, safetyHeaders).end()
  else sendJson(response, 200, answer)
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const headers = { ...safetyHeaders, 'content-type': 'application/json; charset=utf-8' }
  response.writeHead(status, headers).end(JSON.stringify(body))
}

export function sendProblem(response: ServerResponse, error: unknown): void {
  const { name, message } = error as Error
  const status = error instanceof ApiProblem ? error.status : (statuses[name] ?? 500)
  if (response.headersSent) response.destroy()
  else sendJson(response, status, { problem: message })
}

// What others throw because of what was asked.
const statuses: { [name: string]: number } = {
  TableProblem: 422,
  ValidationException: 422,
  FaultProblem: 422,
  URIError: 400,
}

// Anybody may have stored it, so only pictures keep their type: `<img>` runs no script.
function sendFile(response: ServerResponse, { file }: FileAnswer): void {
  const isImage = /^image\/[\w.+-]+$/.test(file.contentType)
  const headers = {
    ...fileHeaders,
    'content-type': isImage ? file.contentType : 'application/octet-stream',
    'content-disposition': `attachment; filename*=UTF-8''${encodeName(file.name)}`,
  }
  response.writeHead(200, headers).end(file.body)
}

// RFC 8187 allows less than encodeURIComponent leaves.
function encodeName(name: string): string {
  return encodeURIComponent(name).replace(/['()*]/g, (it) => `%${it.charCodeAt(0).toString(16)}`)
}
