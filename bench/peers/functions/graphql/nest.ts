import { ApolloDriver } from '@nestjs/apollo'
import { Module } from '@nestjs/common'
import { GraphQLModule, Query, Resolver } from '@nestjs/graphql'
import { articles } from '../articles.mjs'
import { toHandler } from '../lib/nest.ts'
import { listSchema } from '../lib/schema.mjs'

@Resolver('Article')
class ArticlesResolver {
  @Query('articles')
  articles() {
    return articles
  }
}

@Module({
  imports: [
    GraphQLModule.forRoot({ driver: ApolloDriver, typeDefs: listSchema, playground: false }),
  ],
  providers: [ArticlesResolver],
})
class AppModule {}

export const handler = toHandler(AppModule)
