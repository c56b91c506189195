# The same maps through functions: to compare what that costs. Nobody should.
@app
mind-map-proxied

@aws
runtime typescript
architecture arm64
memory 512
timeout 10

@plugins
plugboard
  src ../../../framework/plugin.ts
auth
  src ../../../src/plugins/auth/index.ts
convert
  src ../../../src/plugins/convert/index.ts

@http
get /maps/:name
put /maps/:name
post /exports/:id
get /exports/:id

@buckets
maps
exports
  expireDays 1
