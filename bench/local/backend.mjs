/**
 * What the handlers need wherever they run: a database with the site's articles in it, their bundles,
 * and their environment. Run in the folder of a site; ends with its standard input.
 *
 * @module
 */
import { createBuilder } from '../../framework/build/builder.ts'
import { createTables, startDatabase } from '../../framework/local/database.ts'
import { runSeed } from '../../framework/local/seed.ts'
import { readManifest } from '../../framework/manifest.ts'
import { localEnv } from '../../framework/plugin/local-env.ts'
import { getPorts } from '../../framework/plugin/ports.ts'

const keys = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' }
Object.assign(process.env, keys, { ARC_ENV: 'testing' })

const database = await startDatabase({ port: getPorts().database })
const inventory = await readManifest()
const env = { ...localEnv(inventory), ...keys, ARC_ENV: 'testing', LOG_LEVEL: 'error' }
Object.assign(process.env, env)
await createTables(database.endpoint, inventory)
await runSeed(process.cwd(), (line) => process.stderr.write(`${line}\n`))
await createBuilder().buildForDeploy(inventory)

const bundles = Object.fromEntries(inventory.http.map(({ name, build }) => [name, build]))
process.stdout.write(`${JSON.stringify({ env, bundles })}\n`)
process.stdin.on('end', () => void database.stop())
process.stdin.resume()
