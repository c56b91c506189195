/**
 * Kills the instance it is loaded into, midway through an event: at one of its outgoing requests.
 *
 * @module
 */
import { subscribe } from 'node:diagnostics_channel'

/**
 * Lets so many requests through. The next one does not leave, or is answered without anybody seeing
 * the answer. Answers what is to be called at the end, if there was no such request.
 */
export function killAfter({ after, phase }) {
  let calls = 0
  let last
  subscribe('http.client.request.created', ({ request }) => {
    if (calls++ !== after) return
    if (phase === 'before') die()
    last = request
  })
  const end = ({ request }) => {
    if (request === last) die()
  }
  subscribe('http.client.response.finish', end)
  subscribe('http.client.request.error', end)
  return die
}

function die() {
  process.kill(process.pid, 'SIGKILL')
}
