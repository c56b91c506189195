@app
image-library

@aws
runtime typescript
architecture arm64
memory 512
timeout 10

@plugins
plugboard
  src ../../framework/plugin.ts
auth
  src ../../src/plugins/auth/index.ts
files
  src ../../src/plugins/files/index.ts
convert
  src ../../src/plugins/convert/index.ts
renditions
  src ../../src/plugins/renditions/index.ts

@files
types image/jpeg image/png image/webp image/avif image/gif image/tiff
max-bytes 40000000
person-bytes 50000000000
pages /

@http
get /
post /pictures/:id

@tables
assets
  id *String
