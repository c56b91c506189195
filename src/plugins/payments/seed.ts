/**
 * `npm run payments:seed`: makes what `@payments` in `app.arc` sells at Stripe, in the account of
 * `STRIPE_SECRET_KEY`.
 *
 * @module
 */
import { Stripe } from 'stripe'
import { readManifest, readOptions } from '#framework/manifest.ts'
import { checkOptions, toOptions } from './options.ts'
import { seedPrices } from './seed-prices.ts'

const key = process.env['STRIPE_SECRET_KEY']
if (!key) {
  console.error(
    'STRIPE_SECRET_KEY is not set. Run: STRIPE_SECRET_KEY=sk_test_… npm run payments:seed. ' +
      'On this machine the twin has its prices already.',
  )
  process.exit(1)
}
const raw = readOptions(await readManifest(), ['payments'])['payments'] ?? {}
const problems = checkOptions(raw)
for (const problem of problems) console.error(`@payments in app.arc: ${problem}.`)
if (problems.length > 0) process.exit(1)

for (const line of await seedPrices(new Stripe(key), toOptions(raw))) console.log(line)
