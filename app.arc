@app
plugboard

@aws
runtime typescript
architecture arm64
memory 512
timeout 10

@plugins
plugboard
  src framework/plugin.ts
graphql
  src src/plugins/graphql/index.ts
mail
  src src/plugins/mail/index.ts
newsletter
  src src/plugins/newsletter/index.ts
auth
  src src/plugins/auth/index.ts
payments
  src src/plugins/payments/index.ts
files
  src src/plugins/files/index.ts
convert
  src src/plugins/convert/index.ts

@payments
currency eur
monthly 500
yearly 5000

@entitlements
member closed

@http
get /
get /articles/:slug
post /articles/:slug/views
get /feed.xml
get /sitemap.xml
get /robots.txt
get /health
get /write
get /write/:slug
post /write
post /write/preview
any /*

@static
fingerprint external

@events
article-published

@queues
article-viewed
  fifo false
  batchSize 100
  batchWindow 5

@scheduled
nightly-digest cron(0 3 * * ? *)

@tables
articles
  slug *String

views
  slug *String

digests
  date *String

pages
  path *String

@tables-indexes
articles
  status *String
  publishedAt **String
  projection title summary author tags createdAt updatedAt readingMinutes access cover version
  name byStatus
