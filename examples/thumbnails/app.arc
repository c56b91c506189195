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
types image/*
pages /

@http
get /

@buckets
pictures
  created picture-arrivals

@queues
picture-arrivals
  fifo false
