import { Controller, Get, Module, Req, UnauthorizedException, UseGuards } from '@nestjs/common'
import { findClaims } from '../lib/tokens.mjs'
import { toHandler } from '../lib/nest.ts'

class SignedIn {
  async canActivate(context: any) {
    const request = context.switchToHttp().getRequest()
    request.claims = await findClaims(request.headers.authorization)
    if (!request.claims) throw new UnauthorizedException()
    return true
  }
}

@Controller()
class MeController {
  @Get('me')
  @UseGuards(SignedIn)
  me(@Req() request: any) {
    return { id: request.claims.sub }
  }
}

@Module({ controllers: [MeController] })
class AppModule {}

export const handler = toHandler(AppModule)
