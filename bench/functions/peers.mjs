/**
 * The peers' functions, bundled by esbuild with the options that are best for them: the same ones as
 * ours, where their pages do not say otherwise.
 *
 * @module
 */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

const folder = join(import.meta.dirname, '../peers')

/** Loaded where they are wanted: none of these functions does. */
const optional = [
  '@apollo/gateway',
  '@apollo/subgraph',
  '@as-integrations/fastify',
  '@nestjs/microservices',
  '@nestjs/platform-fastify',
  '@nestjs/websockets',
  'aws-sdk',
  'aws-sdk/*',
  'class-transformer',
  'class-validator',
  'ts-morph',
]

/** Bundles one into a folder. */
export async function bundlePeer({ source, build: options = {} }, out) {
  mkdirSync(out, { recursive: true })
  await build({
    entryPoints: { index: join(folder, 'functions', source) },
    outdir: out,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    // Two copies of graphql otherwise, for those that reach into it.
    mainFields: options.mainFirst ? ['main', 'module'] : ['module', 'main'],
    logLevel: 'silent',
    define: { 'process.env.NODE_ENV': '"production"' },
    external: optional,
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
    banner: {
      js: "import{createRequire as benchRequire}from'node:module';const require=benchRequire(import.meta.url);const __filename=import.meta.filename;const __dirname=import.meta.dirname;",
    },
    alias: options.graphql17 ? { graphql: join(folder, 'node_modules/graphql-17') } : {},
  })
}
