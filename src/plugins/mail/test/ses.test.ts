import { localSender } from '../twin.ts'
import { startTwin } from './running-twin.ts'
import { testSes } from './ses-contract.ts'

testSes('the twin of SES', async () => {
  const { url, stop } = await startTwin()
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local', region: 'us-west-2' }
  return { endpoint: url, credentials, from: localSender, to: 'ada@example.org', stop }
})

const real = process.env['MAIL_TEST_SES'] === '1'
const how = 'skipped: set MAIL_TEST_SES=1, MAIL_FROM, AWS_REGION and credentials to run it'
if (!real) console.info(`Amazon SES itself is ${how}.`)

testSes(
  real ? 'Amazon SES' : `Amazon SES (${how})`,
  async () => ({
    from: process.env['MAIL_FROM'] ?? '',
    // Amazon's own simulator: it takes mail even from accounts in the SES sandbox.
    to: 'success@simulator.amazonses.com',
  }),
  { skip: !real },
)
