/**
 * Topics, who hears them, and what becomes of events that nobody could handle.
 *
 * @module
 */
import { listTopics, type Topic } from '../../manifest.ts'
import { logicalId } from '../../plugin/names.ts'
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'
import { addDeadLetters, toAsyncConfig, toTopicPolicy } from './dead-letters.ts'

/** Moves services' listeners to the topics they hear, and gives every subscriber dead letters. */
export function addEvents(template: Template, { inv }: DeployContext): void {
  const topics = listTopics(inv)
  for (const { name } of inv.events ?? []) {
    if (!topics.some((topic) => topic.name === name)) moveListener(template, name, topics)
  }
  for (const { name, subscribers } of topics) {
    for (const subscriber of subscribers) setAside(template, { topic: name, subscriber })
  }
}

// Architect gives each function under @events a topic of its own. One that listens to another's
// topic is moved there, and its own is taken away.
function moveListener({ Resources, Outputs }: Template, name: string, topics: Topic[]): void {
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
  delete Resources[`${logicalId.topic(name)}Param`]
  delete Outputs[logicalId.topic(name)]
}

// SNS sets aside what Lambda does not take, Lambda what the function fails at.
function setAside(
  template: Template,
  { topic, subscriber }: { topic: string; subscriber: string },
) {
  const id = logicalId.eventLambda(subscriber)
  const { Properties } = template.Resources[id]!
  const deadLetters = addDeadLetters(template, id)
  const policyId = logicalId.deadLettersPolicy(id)
  template.Resources[policyId] = toTopicPolicy(id, logicalId.topic(topic))
  Properties.Events![logicalId.eventSource(subscriber)]!.Properties['RedrivePolicy'] = {
    deadLetterTargetArn: deadLetters,
  }
  Properties['EventInvokeConfig'] = toAsyncConfig(deadLetters)
}
