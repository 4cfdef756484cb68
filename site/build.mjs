import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vitepress'
import { check } from './check.mjs'
import { javadoc, site, stage } from './stage.mjs'

const apis = javadoc()
const missing = apis.filter(api => !api.exists)
if (missing.length > 0) {
  console.error(`There is no Javadoc of ${missing.map(api => api.name).join(', ')}: site/run makes it.`)
  process.exit(1)
}
stage()
await build(site)

const api = join(site, 'target/site/api')
for (const { name, jar } of apis) {
  mkdirSync(join(api, name), { recursive: true })
  execFileSync('unzip', ['-q', '-o', jar, '-d', join(api, name)])
}
const items = apis.map(({ name }) => `<li><a href="${name}/index.html">asyncsqlite-${name}</a></li>`).join('\n')
writeFileSync(
  join(api, 'index.html'),
  `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>API of asyncsqlite</title>
<body style="font-family: sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem">
<h1>API</h1><p><a href="../index.html">Documents</a></p><ul>${items}</ul></body></html>\n`
)
process.exit(check(join(site, 'target/site')) ? 0 : 1)
