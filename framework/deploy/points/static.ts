/**
 * Static files: a bucket that nobody but the site's own CloudFront distribution can read.
 *
 * @module
 */
import { listFunctions, type Resource, type Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { staticPrefix } from '../edge/paths.ts'

/**
 * Closes the bucket that Architect opens to the world, and takes its way round CloudFront away.
 *
 * @throws Error when `app.arc` puts the files elsewhere in the bucket.
 */
export function addStatic(template: Template, { inv }: DeployContext): void {
  const bucket = findStaticBucket(template)
  if (!bucket) return
  requireOwnPrefix(inv)
  const { Resources, Outputs } = template

  // One that app.arc names (`@static staging my-bucket`) is not the stack's to configure.
  const made = Resources['StaticBucket']
  if (made) close(made)
  Resources['StaticBucketPolicy']!.Properties['PolicyDocument'] = toPolicy(
    bucket,
    'HTTP' in Resources,
  )

  // Architect finds the bucket that it empties before a stack goes by the first label of this address.
  Outputs['BucketURL'] = {
    Description: 'Static files, which CloudFront alone can read',
    Value: {
      'Fn::Sub': ['https://${bucket}.s3.${AWS::Region}.${AWS::URLSuffix}', { bucket }],
    },
  }
  removeProxyRoute(template)
  // @architect/functions would put it before each address a second time.
  for (const [, { Properties }] of listFunctions(template)) {
    delete Properties.Environment?.Variables['ARC_STATIC_PREFIX']
  }
}

/** The name of the bucket with static files, if there is one. */
export function findStaticBucket({ Resources }: Template): unknown {
  return Resources['StaticBucketPolicy']?.Properties['Bucket']
}

function requireOwnPrefix({ static: settings }: DeployContext['inv']): void {
  if (!settings || settings.prefix === staticPrefix) return
  throw new Error(
    '[deploy] Static files are below /_static. Remove prefix from @static in app.arc.',
  )
}

function close(made: Resource): void {
  // All that is in it comes with the next deploy.
  made.DeletionPolicy = 'Delete'
  made.UpdateReplacePolicy = 'Delete'
  delete made.Properties['WebsiteConfiguration']
  made.Properties['PublicAccessBlockConfiguration'] = {
    BlockPublicAcls: true,
    BlockPublicPolicy: true,
    IgnorePublicAcls: true,
    RestrictPublicBuckets: true,
  }
  made.Properties['BucketEncryption'] = {
    ServerSideEncryptionConfiguration: [
      { ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
    ],
  }
}

function toPolicy(bucket: unknown, hasDistribution: boolean): object {
  const all = { 'Fn::Sub': ['arn:${AWS::Partition}:s3:::${bucket}', { bucket }] }
  const within = (path: string) => ({
    'Fn::Sub': [`arn:\${AWS::Partition}:s3:::\${bucket}/${path}`, { bucket }],
  })
  const ours = {
    Effect: 'Allow',
    Principal: { Service: 'cloudfront.amazonaws.com' },
    Condition: {
      StringEquals: {
        'AWS:SourceArn': {
          'Fn::Sub':
            'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${SiteDistribution}',
        },
      },
    },
  }
  return {
    Version: '2012-10-17',
    Statement: [
      ...(hasDistribution
        ? [
            {
              Sid: 'SiteReads',
              ...ours,
              Action: 's3:GetObject',
              Resource: within(`${staticPrefix}/*`),
            },
            // Without it S3 answers 403 for a file that is not there, and not 404. The distribution asks
            // for files alone, so nobody gets a list.
            { Sid: 'SiteIsToldWhatIsMissing', ...ours, Action: 's3:ListBucket', Resource: all },
          ]
        : []),
      {
        Sid: 'TlsOnly',
        Effect: 'Deny',
        Principal: '*',
        Action: 's3:*',
        Resource: [all, within('*')],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  }
}

// Architect's API fetches static files from the bucket's public address, which there is no more.
function removeProxyRoute({ Resources }: Template): void {
  const { paths = {} } = (Resources['HTTP']?.Properties['DefinitionBody'] ?? {}) as {
    paths?: Record<string, unknown>
  }
  delete paths[`/${staticPrefix}/{proxy+}`]
}
