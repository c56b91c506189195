@app
bench-open

@aws
runtime typescript
architecture arm64

@plugins
plugboard
  src framework/plugin.ts
graphql
  src src/plugins/graphql/index.ts

@http
get /
