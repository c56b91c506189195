/**
 * A Nest application behind a Lambda, as Nest's page on serverless has it.
 *
 * @module
 */
import 'reflect-metadata'
import serverlessExpress from '@codegenie/serverless-express'
import { NestFactory } from '@nestjs/core'

export function toHandler(module: unknown) {
  let server: Promise<(event: unknown, context: unknown) => unknown> | undefined

  async function bootstrap() {
    const app = await NestFactory.create(module as never, { logger: false })
    await app.init()
    return serverlessExpress({ app: app.getHttpAdapter().getInstance() }) as never
  }

  return async (event: unknown, context: unknown) =>
    (await (server ??= bootstrap()))(event, context)
}
