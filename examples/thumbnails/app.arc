@app
thumbnails

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

@files
max-bytes 20000000
types image/jpeg image/png image/webp image/avif image/gif image/tiff
pages /

@http
get /
get /pictures
delete /pictures/:id

@events
file-stored
conversion-finished
