/**
 * In place of aws-lambda-ric's native client: the same three functions, which also note what was used
 * of the processor until then, and write that to descriptor 3 with the answer.
 */
const { writeSync } = require('node:fs')
const http = require('node:http')

const [hostname, port] = process.env.AWS_LAMBDA_RUNTIME_API.split(':')
const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
const marks = { boot: mark() }

module.exports = { next, done, error: done }

async function next() {
  marks.import ??= mark()
  const { headers, body } = await ask('GET', '/2018-06-01/runtime/invocation/next')
  return { bodyJson: body, headers }
}

function done(id, body) {
  marks.invoke ??= mark()
  const { maxRSS } = process.resourceUsage()
  const modules = process.moduleLoadList
  const hasUndici = modules.some((it) => it.endsWith('internal/deps/undici/undici'))
  writeSync(3, `${JSON.stringify({ marks, hasUndici, memory: maxRSS * 1024 })}\n`)
  void ask('POST', `/2018-06-01/runtime/invocation/${id}/response`, body)
}

// Microseconds of the processor since the process began.
function mark() {
  const { user, system } = process.cpuUsage()
  return user + system
}

function ask(method, path, body) {
  return new Promise((resolve, reject) => {
    http
      .request({ hostname, port, path, method, agent }, (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk) => (text += chunk))
        response.on('end', () => resolve({ headers: response.headers, body: text }))
      })
      .on('error', reject)
      .end(body)
  })
}
