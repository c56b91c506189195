/**
 * Bundles of all contenders, each of which has to give the right answer, and to refuse what is to be
 * refused, before it is measured.
 *
 * @module
 */
import { globSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { startCold } from './cold/start.mjs'
import { buildOurs } from './ours.mjs'
import { bundlePeer } from './peers.mjs'

/** @returns the contenders with the folders of their bundles, and the bytes in these */
export async function prepare(contenders, { jobs, folder, report, ...tools }) {
  report('bundling ours')
  const own = contenders.filter(({ source }) => !source).map(({ job }) => job)
  await buildOurs(join(folder, 'ours'), own)

  const prepared = []
  for (const contender of contenders) {
    const { job, name, source } = contender
    report(`bundling and asking ${name}: ${jobs[job].title}`)
    const out = source ? join(folder, job, name.replace(/\W+/g, '-')) : join(folder, 'ours', job)
    if (source) await bundlePeer(contender, out)
    await check(contender, jobs[job], { ...tools, folder: out })
    prepared.push({ ...contender, folder: out, bytes: sizeOf(out) })
  }
  return prepared
}

/** @throws Error when an answer is not the one that is to be measured */
async function check({ name, isUnchecked }, job, { env, ...tools }) {
  const options = { ...tools, env: { ...env, ...job.env } }
  const ask = async (event) => (await startCold({ ...options, event })).result
  const given = await ask(job.event)
  if (!job.isRight(given)) {
    throw new Error(`${name} answers ${job.title} with ${JSON.stringify(given).slice(0, 500)}`)
  }
  for (const event of isUnchecked ? [] : (job.refused ?? [])) {
    if (job.isRight(await ask(event))) {
      throw new Error(`${name} lets pass what it is to refuse: ${job.title}`)
    }
  }
}

function sizeOf(folder) {
  const files = globSync('**/*.mjs', { cwd: folder })
  return files.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0)
}
