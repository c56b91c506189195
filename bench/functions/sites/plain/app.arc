@app
bench-plain

@aws
runtime typescript
architecture arm64

@plugins
plugboard
  src framework/plugin.ts

@http
get /hello
get /articles/:slug

@tables
articles
  slug *String
