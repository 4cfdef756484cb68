import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const site = dirname(fileURLToPath(import.meta.url))
const root = dirname(site)
const staged = join(site, 'target/src')

/** Where each document of the repository is in the site. */
function routes() {
  const routes = new Map()
  for (const file of readdirSync(join(root, 'docs'), { recursive: true })) {
    if (file.endsWith('.md')) {
      routes.set(join(root, 'docs', file), file.replace(/README\.md$/, 'index.md'))
    }
  }
  for (const file of readdirSync(root).filter(name => name.endsWith('.md'))) {
    routes.set(join(root, file), file === 'README.md' ? 'overview.md' : file.toLowerCase())
  }
  return routes
}

const pages = routes()

/** Returns a link for a page of the site. What is no part of it becomes a text: the site has no source code. */
function link(document, whole, image, text, target) {
  if (/^(https?:|mailto:|#)/.test(target)) return whole
  const [path, anchor] = target.split('#')
  const file = resolve(dirname(document), path)
  const from = dirname(pages.get(document))
  if (pages.has(file)) {
    const to = relative(from, pages.get(file))
    return `${image}[${text}](${to}${anchor ? '#' + anchor : ''})`
  }
  if (file === join(root, 'LICENSE')) return `${image}[${text}](/LICENSE.txt)`
  const asset = relative(join(root, 'docs'), file)
  if (image && !asset.startsWith('..')) return `![${text}](${relative(from, asset) || asset})`
  if (!asset.startsWith('..') && statSync(file).isFile()) return `[${text}](/${asset})`
  return text
}

/** Applies a function to all that is no block of code. */
function outsideOfBlocks(markdown, change) {
  return markdown
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, i) => (i % 2 === 0 ? change(part) : part))
    .join('')
}

function page(document) {
  return outsideOfBlocks(readFileSync(document, 'utf8'), part =>
    part
      .replace(/<!--[\s\S]*?-->\n?/g, '')
      .replace(/<(https?:[^>\s]+)>/g, '[$1]($1)')
      .replace(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, image, text, target) => link(document, whole, image, text, target))
  )
}

/** Copies all documents to target/src, with links of the site. */
export function stage() {
  rmSync(join(site, 'target'), { recursive: true, force: true })
  for (const [document, route] of pages) {
    const file = join(staged, route)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, page(document))
  }
  const files = join(staged, 'public')
  for (const entry of readdirSync(join(root, 'docs'), { recursive: true })) {
    const file = join(root, 'docs', entry)
    if (statSync(file).isFile() && !entry.endsWith('.md')) {
      cpSync(file, join(staged, entry))
      if (!/\.(png|svg)$/.test(entry)) cpSync(file, join(files, entry))
    }
  }
  mkdirSync(files, { recursive: true })
  cpSync(join(root, 'LICENSE'), join(files, 'LICENSE.txt'))
}

/** Where the Javadoc of the published artifacts is, if the build has made it. */
export function javadoc() {
  const version = readFileSync(join(root, 'pom.xml'), 'utf8').match(/<version>(.*?)<\/version>/)[1]
  return ['core', 'r2dbc', 'spring-boot-starter', 'spring-boot-test'].map(name => ({
    name,
    jar: join(root, `asyncsqlite-${name}/target/asyncsqlite-${name}-${version}-javadoc.jar`)
  })).map(api => ({ ...api, exists: existsSync(api.jar) }))
}

export { site }
