/**
 * What the manifest says: the template, and the memory of each function.
 *
 * @module
 */
import type { Template } from '../deploy/cloudformation.ts'
import type { Stage } from '../deploy/context.ts'
import { createTemplate } from '../deploy/create.ts'
import { kernelEnv, type EnvDeclaration, type EnvVariable } from '../env.ts'
import { listLambdas, listServices, readManifest } from '../manifest.ts'
import type { Measured, MeasuredFeature } from './measured.ts'

/** The template of a stage, without an account: variables have values of the right form. */
export async function readTemplate(stage: Stage, cwd = process.cwd()): Promise<Template> {
  const services = listServices(await readManifest(cwd))
  const declared: EnvDeclaration = Object.assign({}, kernelEnv, ...services.map(({ env }) => env))
  const variables = Object.entries(declared)
    .filter(([, { optional }]) => !optional)
    .map(([name, variable]) => [name, toValue(variable)])
  return createTemplate({ cwd, stage, variables: Object.fromEntries(variables) })
}

/** What was measured, as far as it is plugged in still. */
export interface Current {
  /** With the memory that functions have now. */
  measured: Measured
  /** Features with a function that is gone. */
  gone: readonly string[]
}

/** Compares what was measured with the manifest. */
export async function toCurrent(measured: Measured, cwd = process.cwd()): Promise<Current> {
  const lambdas = listLambdas(await readManifest(cwd))
  const memory = new Map(lambdas.map((it) => [`@${it.pragma} ${it.name}`, it.config.memory]))
  const entries = Object.entries(measured.features)
  const isGone = ({ functions }: MeasuredFeature) =>
    Object.keys(functions).some((name) => !memory.has(name))
  const update = (feature: MeasuredFeature): MeasuredFeature => ({
    ...feature,
    functions: Object.fromEntries(
      Object.entries(feature.functions).map(([name, it]) => [
        name,
        { ...it, memory: memory.get(name) ?? it.memory },
      ]),
    ),
  })
  const left = entries.filter(([, it]) => !isGone(it)).map(([name, it]) => [name, update(it)])
  return {
    measured: { ...measured, features: Object.fromEntries(left) as Measured['features'] },
    gone: entries.filter(([, it]) => isGone(it)).map(([name]) => name),
  }
}

// Examples are worded for a shell. What is good on this machine is refused for a stage.
function toValue({ example, pattern }: EnvVariable): string {
  const values = [example, example?.replaceAll('"', ''), 'x'.repeat(64)]
  const given = values.filter((it) => it !== undefined)
  return given.find((it) => !pattern || pattern.test(it)) ?? given[0]!
}
