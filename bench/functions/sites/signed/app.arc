@app
bench-signed

@aws
runtime typescript
architecture arm64

@plugins
plugboard
  src framework/plugin.ts
graphql
  src src/plugins/graphql/index.ts
auth
  src src/plugins/auth/index.ts

@http
get /me

@tables
articles
  slug *String
