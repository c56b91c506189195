/**
 * Topics, and who hears them.
 *
 * @module
 */
import { listTopics } from '../../manifest.ts'
import { logicalId } from '../../plugin/names.ts'
import type { Template } from '../cloudformation.ts'
import type { DeployContext } from '../context.ts'

// Architect gives each function under @events a topic of its own. One that listens to another's
// topic is moved there, and its own is taken away.
export function addEvents({ Resources, Outputs }: Template, { inv }: DeployContext): void {
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
