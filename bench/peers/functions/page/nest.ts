import { Controller, Get, Header, Module, NotFoundException, Param } from '@nestjs/common'
import { toHandler } from '../lib/nest.ts'
import { toPage } from '../lib/page.mjs'
import { readArticle } from '../lib/sdk.mjs'

@Controller('articles')
class ArticlesController {
  @Get(':slug')
  @Header('content-type', 'text/html; charset=utf-8')
  async article(@Param('slug') slug: string) {
    const article = await readArticle(slug)
    if (!article) throw new NotFoundException()
    return toPage(article)
  }
}

@Module({ controllers: [ArticlesController] })
class AppModule {}

export const handler = toHandler(AppModule)
