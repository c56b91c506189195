import { ApolloDriver } from '@nestjs/apollo'
import { Module, UnauthorizedException, UseGuards } from '@nestjs/common'
import { Args, GqlExecutionContext, GraphQLModule, Query, Resolver } from '@nestjs/graphql'
import { toHandler } from '../lib/nest.ts'
import { readSchema } from '../lib/schema.mjs'
import { readArticle } from '../lib/sdk.mjs'
import { findClaims } from '../lib/tokens.mjs'

class SignedIn {
  async canActivate(context: any) {
    const { req } = GqlExecutionContext.create(context).getContext()
    if (!(await findClaims(req.headers.authorization))) throw new UnauthorizedException()
    return true
  }
}

@Resolver('Article')
class ArticlesResolver {
  @Query('article')
  @UseGuards(SignedIn)
  article(@Args('slug') slug: string) {
    return readArticle(slug)
  }
}

@Module({
  imports: [
    GraphQLModule.forRoot({ driver: ApolloDriver, typeDefs: readSchema, playground: false }),
  ],
  providers: [ArticlesResolver],
})
class AppModule {}

export const handler = toHandler(AppModule)
