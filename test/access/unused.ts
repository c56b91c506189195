/**
 * What is allowed and need not be seen: it is for races and failures, which nothing here makes happen.
 *
 * @module
 */
import type { Call } from './calls.ts'

/** Why a function may do something that it was not seen doing; undefined where there is no reason. */
export function findReason(call: Call, title: string): string | undefined {
  const text = `${title}: ${call.action} on ${call.target}`
  return reasons.find(({ matches }) => matches.test(text))?.reason
}

const reasons: readonly { reason: string; matches: RegExp }[] = [
  {
    reason: 'a message whose handler throws gives its key back, and one that comes twice finds it',
    matches: /^(events|queues) .*: dynamodb:(DeleteItem|GetItem) on \S+-plugboard-keys$/,
  },
  {
    reason:
      'a payment may reach us by Stripe’s webhook, by the page after it, by the next click or by the hourly job: the first of them writes it down, the second finds it done',
    matches:
      /^(get \/payments\/return|post \/membership|post \/payments\/:paymentId\/refund|any \/graphql|queues payments-webhooks|scheduled payments-reconcile): (dynamodb:\w+ on \S+-payments-\w+(\/index\/byCustomer)?|sns:Publish on \S+:(payment-received|membership-changed)|sqs:SendMessage on (mail-outgoing|payments-webhooks))$/,
  },
  {
    reason:
      'whoever comes back from Stripe, or goes there again, has been here before and has an account',
    matches:
      /^(get \/payments\/return|post \/payments\/portal): dynamodb:PutItem on \S+-auth-accounts$/,
  },
  {
    reason: 'an account is buried once more if the first time did not get through',
    matches: /^events account-deleted: dynamodb:PutItem on \S+-auth-accounts$/,
  },
  {
    reason: 'a list of readers too long for one run goes on in the next',
    matches: /^queues newsletter-notices: sqs:SendMessage on newsletter-notices$/,
  },
  {
    reason: 'days that are long past are forgotten, and nobody here has read that long ago',
    matches: /^scheduled nightly-digest: dynamodb:UpdateItem on \S+-views$/,
  },
  {
    reason: 'what was put together this moment may be a file before its state is read',
    matches: /^post \/files\/uploads\/:uploadId\/complete: dynamodb:GetItem on \S+-files-files$/,
  },
  {
    reason:
      'parts that are gone with no object in their place were thrown away, by S3 or with the account, just before they were put together',
    matches:
      /^(post \/files\/uploads\/:uploadId\/complete|any \/graphql): s3:ListBucket on \S+-files-incoming$/,
  },
  {
    reason:
      'where two look at one upload at once, and its form was sent again with other bytes in between, the second takes its copy away',
    matches: /^queues files-(arrivals|checks): s3:DeleteObject on \S+-files-store\/\*$/,
  },
  {
    reason:
      'a job that is not asked for in six days is swept by whoever changes it before DynamoDB deletes it',
    matches:
      /^(queues convert-[\w-]+|scheduled convert-sweep): dynamodb:DeleteItem on \S+-convert-jobs$/,
  },
  {
    reason:
      'a conversion that failed by our fault is given back, and one whose bytes are gone is forgotten',
    matches:
      /^(post \/convert\/[\w-]+|queues convert-[\w-]+): dynamodb:DeleteItem on \S+-convert-results$/,
  },
  {
    reason:
      'a result is kept for a day longer than the table knows of it, unless somebody deletes it',
    matches:
      /^(post \/convert\/[\w-]+|queues convert-[\w-]+): s3:ListBucket on \S+-convert-results$/,
  },
  {
    reason: 'a content may be gone before its turn: with the account, or after a day in the queue',
    matches: /^queues convert-[\w-]+: s3:ListBucket on \S+-convert-uploads$/,
  },
  {
    reason: 'what is to stay is asked for by apps that are built on convert; nothing here does',
    matches:
      /^(queues convert-[\w-]+|events \S*account-deleted|post \/convert\/[\w-]+): s3:(DeleteObject|GetObject|ListBucket|PutObject) on \S+-convert-kept(\/\*)?$/,
  },
  {
    reason:
      'a picture for watermarks is saved by apps that are built on convert; nothing here does',
    matches:
      /^(post \/convert\/image|queues convert-image): s3:(GetObject|ListBucket) on \S+-convert-marks(\/\*)?$/,
  },
  {
    reason:
      'whoever waits at handles came from an app that is built on convert; nothing here gives any',
    matches:
      /^(queues convert-[\w-]+|scheduled convert-sweep|events \S*account-deleted): s3:\w+ on \S+-convert-results(\/\*)?$/,
  },
  {
    reason: 'a message that comes twice finds its job done, or somebody at it',
    matches: /^queues convert-[\w-]+: dynamodb:GetItem on \S+-convert-jobs$/,
  },
  {
    reason: 'a file that is told of twice, or was told of to nobody, is read; the others are known',
    matches:
      /^(queues files-(arrivals|checks)|scheduled files-sweep): dynamodb:GetItem on \S+-files-files$/,
  },
  {
    reason: 'what may be handled again without harm is not remembered',
    matches:
      /^(queues (convert-[\w-]+|files-arrivals)|events (file-stored|conversion-finished)): dynamodb:\w+ on \S+-plugboard-keys$/,
  },
  {
    reason: 'an app whose job takes longer than one invocation has it gone on with in the next',
    matches: /^queues convert-([\w-]+): sqs:SendMessage on convert-\1$/,
  },
  {
    reason: 'documents are kept by apps that are built on files; nothing here keeps any',
    matches: /^events files-on-account-deleted: s3:DeleteObject on \S+-files-documents\/\*$/,
  },
  {
    reason: 'GraphQL asks for conversions as POST /conversions does, where it is seen',
    matches:
      /^any \/graphql: (dynamodb:\w+ on \S+-convert-jobs(\/index\/byOwner)?|s3:(PutObject|GetObject) on \S+-convert-(uploads|results)\/\*|sqs:SendMessage on convert-checks)$/,
  },
]
