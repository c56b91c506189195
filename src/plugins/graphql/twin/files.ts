/**
 * The files of GraphiQL, from a package that brings all of them: nothing is fetched.
 *
 * @module
 */
export interface ExplorerFile {
  type: string
  content: string
}

/** The file at a path of the explorer. */
export async function findFile(path: string): Promise<ExplorerFile | undefined> {
  // Nine megabytes: loaded when somebody opens the explorer, not when the site starts.
  const files = await import('@graphql-yoga/render-graphiql/graphiql')

  return {
    '/': { type: 'text/html; charset=utf-8', content: page },
    '/start.js': { type: script, content: start },
    '/start.css': { type: 'text/css; charset=utf-8', content: style },
    '/graphiql.js': { type: script, content: files.js },
    '/graphiql.css': { type: 'text/css; charset=utf-8', content: files.css },
    '/editor.worker.js': { type: script, content: files.editorWorkerService },
    '/graphql.worker.js': { type: script, content: files.graphqlWorker },
    '/json.worker.js': { type: script, content: files.jsonWorker },
  }[path]
}

const script = 'text/javascript; charset=utf-8'

const page = /* HTML */ `<!doctype html>
  <html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width" />
      <title>GraphiQL</title>
      <link rel="icon" href="data:," />
      <link rel="stylesheet" href="/graphiql.css" />
      <link rel="stylesheet" href="/start.css" />
    </head>
    <body class="no-focus-outline">
      <noscript>GraphiQL needs JavaScript.</noscript>
      <form id="people" hidden>
        <label for="person">Ask as</label>
        <select id="person" autocomplete="off">
          <option value="">whoever is signed in here</option>
        </select>
        <span id="people-note" role="status"></span>
      </form>
      <div id="root"></div>
      <script src="/graphiql.js"></script>
      <script src="/start.js"></script>
    </body>
  </html>`

const style = /* CSS */ `
body { display: flex; flex-direction: column; height: 100vh; margin: 0 }
#root { flex: 1; height: auto; min-height: 0 }
#root .graphiql-container { height: 100% }
#people:not([hidden]) { display: flex; gap: .5rem; align-items: center; padding: .4rem .75rem; font: 14px system-ui, sans-serif }
#people select { font: inherit }
@media (prefers-color-scheme: dark) { #people { background: #212a3b; color: #fff } }
`

const start = /* JavaScript */ `
const workers = {
  editorWorkerService: '/editor.worker.js',
  graphql: '/graphql.worker.js',
  json: '/json.worker.js',
}
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => workers[label] }

const select = document.querySelector('#person')
const note = document.querySelector('#people-note')
const ask = globalThis.fetch.bind(globalThis)

// The list is there when some twin has people to be. The choice is kept for this tab.
ask('/people').then((response) => response.json()).then(({ people = [] }) => {
  for (const { id, name } of people) select.append(new Option(name + ' (' + id + ')', id))
  select.value = sessionStorage.getItem('person') ?? ''
  if (select.selectedIndex < 0) select.value = ''
  document.querySelector('#people').hidden = people.length === 0
}, () => {})
select.addEventListener('change', () => sessionStorage.setItem('person', select.value))

async function findToken(person) {
  const body = JSON.stringify({ person })
  const headers = { 'content-type': 'application/json' }
  const response = await ask('/people', { method: 'POST', headers, body })
  const { access_token: token } = await response.json()
  note.textContent = token ? '' : 'There is no token for ' + person + '.'
  return token
}

// A header that was typed in counts before the person that was picked.
globalThis.fetch = async (input, init = {}) => {
  const headers = new Headers(init.headers)
  if (select.value && !headers.has('authorization')) {
    const token = await findToken(select.value)
    if (token) headers.set('authorization', 'Bearer ' + token)
  }
  return ask(input, { ...init, headers })
}

YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  endpoint: '/graphql',
  title: 'GraphiQL',
  defaultQuery: '# Write a query, and run it with Ctrl+Enter.\\n\\n{\\n  up\\n}\\n',
})
`
