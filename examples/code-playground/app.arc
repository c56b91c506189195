@app
code-playground

@aws
runtime typescript
architecture arm64
memory 256
timeout 10

@plugins
plugboard
  src ../../framework/plugin.ts
convert
  src ../../src/plugins/convert/index.ts

@http
get /
get /preview
post /preprocess
post /preprocess/markup/markdown
post /preprocess/markup/pug
post /preprocess/style/scss
post /preprocess/script/typescript
post /preprocess/script/tsx
post /pens
get /pens/:id

@tables
pens
  id *String
  expiresAt TTL
