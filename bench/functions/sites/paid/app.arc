@app
bench-paid

@aws
runtime typescript
architecture arm64

@plugins
plugboard
  src framework/plugin.ts
mail
  src src/plugins/mail/index.ts
payments
  src src/plugins/payments/index.ts

@http
get /
