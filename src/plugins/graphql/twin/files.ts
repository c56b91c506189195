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
    </head>
    <body class="no-focus-outline">
      <noscript>GraphiQL needs JavaScript.</noscript>
      <div id="root"></div>
      <script src="/graphiql.js"></script>
      <script src="/start.js"></script>
    </body>
  </html>`

const start = /* JavaScript */ `
const workers = {
  editorWorkerService: '/editor.worker.js',
  graphql: '/graphql.worker.js',
  json: '/json.worker.js',
}
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (_module, label) => workers[label] }

YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), {
  endpoint: '/graphql',
  title: 'GraphiQL',
  defaultQuery: '# Write a query, and run it with Ctrl+Enter.\\n\\n{\\n  up\\n}\\n',
})
`
