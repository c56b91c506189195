import { Controller, Get, Module } from '@nestjs/common'
import { toHandler } from '../lib/nest.ts'

@Controller()
class HelloController {
  @Get('hello')
  hello() {
    return { hello: 'world' }
  }
}

@Module({ controllers: [HelloController] })
class AppModule {}

export const handler = toHandler(AppModule)
