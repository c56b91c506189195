/**
 * What Plugboard adds to the CloudFormation template that Architect makes.
 *
 * @module
 */
import { checkEnv, kernelEnv } from '../env.ts'
import { listServices, listTopics, type Inventory } from '../manifest.ts'
import { envName, logicalId } from '../plugin/names.ts'
import { addBuckets } from './buckets.ts'

/** One resource of a template. */
export interface Resource {
  Type: string
  DeletionPolicy?: string
  UpdateReplacePolicy?: string
  DependsOn?: string[]
  Properties: Record<string, unknown> & {
    Environment?: { Variables: Record<string, unknown> }
    Events?: Record<string, { Type: string; Properties: Record<string, unknown> }>
  }
}

/** The part of a CloudFormation template that is read and changed here. */
export interface Template {
  Resources: Record<string, Resource>
  Outputs: Record<string, unknown>
}

/**
 * Adds physical names to every function's environment, and lets services listen to the app's topics.
 *
 * @throws Error with every variable that is missing or malformed: no secret, no deploy.
 */
export function addToTemplate(
  template: Template,
  { inv, stage }: { inv: Inventory; stage: string },
): Template {
  requireVariables(inv, stage)
  subscribeListeners(template, inv)
  answerHead(template)
  configureQueues(template, inv)
  allow(template, inv)
  addBuckets(template, { inv, stage })

  const names = physicalNames(inv)
  for (const { Type, Properties } of Object.values(template.Resources)) {
    if (Type !== 'AWS::Serverless::Function') continue
    Properties.Environment ??= { Variables: {} }
    Object.assign(Properties.Environment.Variables, names, originOf(Properties))
  }
  return template
}

function requireVariables(inv: Inventory, stage: string) {
  const declared = Object.assign({}, kernelEnv, ...listServices(inv).map(({ env }) => env))
  const problems = checkEnv(declared, inv._project.env.aws?.[stage] ?? {}, stage)
  if (problems.length > 0) throw new Error(problems.join('\n'))
}

function physicalNames(inv: Inventory): Record<string, unknown> {
  const ref = (id: string) => ({ Ref: id })
  return Object.fromEntries([
    ...(inv.tables ?? []).map(({ name }) => [envName('TABLE', name), ref(logicalId.table(name))]),
    ...listTopics(inv).map(({ name }) => [envName('TOPIC', name), ref(logicalId.topic(name))]),
    ...(inv.queues ?? []).map(({ name }) => [envName('QUEUE', name), ref(logicalId.queue(name))]),
  ])
}

// A route's function cannot name the API that names the function: those learn their origin from the
// request. What runs without a request is told.
function originOf({ Events = {}, Environment }: Resource['Properties']): Record<string, unknown> {
  const isRoute = Object.values(Events).some(({ Type }) => Type === 'HttpApi')
  if (isRoute || Environment?.Variables['APP_URL']) return {}
  return { APP_URL: { 'Fn::Sub': 'https://${HTTP}.execute-api.${AWS::Region}.amazonaws.com' } }
}

function configureQueues({ Resources }: Template, inv: Inventory) {
  for (const { name, fifo, batchSize, batchWindow, config } of inv.queues ?? []) {
    const { Events } = Resources[logicalId.queueLambda(name)]!.Properties
    const source = Events![logicalId.queueSource(name)]!.Properties
    // Without it Lambda takes a batch for done when a handler has told which of its messages failed.
    source['FunctionResponseTypes'] = ['ReportBatchItemFailures']
    if (fifo) continue

    // Architect lets these go for all queues but FIFO. More than ten at once take a window.
    const window = batchWindow || (batchSize && batchSize > 10 ? 1 : 0)
    if (batchSize) source['BatchSize'] = batchSize
    source['MaximumBatchingWindowInSeconds'] = window
    // A message is hidden from when it joins its batch: too short, and it is worked on twice at once.
    const hidden = 6 * config.timeout + window
    Resources[logicalId.queue(name)]!.Properties['VisibilityTimeout'] = hidden
  }
}

// Architect gives all functions one role, which knows the project's own resources and nothing else.
function allow({ Resources }: Template, inv: Inventory) {
  const withPermissions = listServices(inv).filter(({ permissions = [] }) => permissions.length > 0)
  // One policy for each service: of two with the same name a role keeps one.
  const policies = withPermissions.map(({ name, permissions = [] }) => ({
    PolicyName: `${name}PluginPolicy`,
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: permissions.map(({ actions, resources }) => ({
        Effect: 'Allow',
        Action: actions,
        Resource: resources,
      })),
    },
  }))
  const role = Resources['Role']!.Properties as { Policies?: object[] }
  role.Policies = [...(role.Policies ?? []), ...policies]
}

// HTTP has HEAD wherever it has GET (RFC 9110, 9.3.2); API Gateway has not, unless it is told.
function answerHead({ Resources }: Template) {
  for (const { Properties } of Object.values(Resources)) {
    const get = Object.values(Properties?.Events ?? {}).find(
      ({ Type, Properties: event }) => Type === 'HttpApi' && event['Method'] === 'GET',
    )
    if (!get) continue
    Properties.Events!['HeadEvent'] = {
      Type: 'HttpApi',
      Properties: { ...get.Properties, Method: 'HEAD' },
    }
  }
}

// Architect gives each function under @events a topic of its own. One that listens to another's
// topic is moved there, and its own is taken away.
function subscribeListeners({ Resources, Outputs }: Template, inv: Inventory) {
  const topics = listTopics(inv)
  const isTopic = new Set(topics.map(({ name }) => name))

  for (const { name } of (inv.events ?? []).filter((it) => !isTopic.has(it.name))) {
    const topic = topics.find(({ subscribers }) => subscribers.includes(name))
    const lambda = Resources[logicalId.eventLambda(name)]!
    if (topic) {
      lambda.Properties.Events![logicalId.eventSource(name)]!.Properties['Topic'] = {
        Ref: logicalId.topic(topic.name),
      }
    } else {
      delete Resources[logicalId.eventLambda(name)]
    }
    delete Resources[logicalId.topic(name)]
    delete Outputs[logicalId.topic(name)]
  }
}
