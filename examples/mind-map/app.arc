@app
mind-map

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
pages /
person-documents 100

@static
fingerprint external

@http
get /
get /maps
get /maps/:name
delete /maps/:name
post /exports
