import { readFileSync } from 'node:fs'
import { slug } from '../slug.mjs'

// The map of the documents is the navigation: its headings are groups, its links are pages.
const map = readFileSync(new URL('../target/src/index.md', import.meta.url), 'utf8')
const sidebar = []
for (const line of map.split('\n')) {
  const group = line.match(/^## (.*)/)
  if (group) sidebar.push({ text: group[1], items: [], collapsed: false })
  const page = line.match(/^- \[([^\]]*)\]\(([^)#]*)(#[^)]*)?\)/)
  if (page && sidebar.length > 0) {
    sidebar.at(-1).items.push({ text: page[1].replaceAll('`', ''), link: '/' + page[2].replace(/\.md$/, '') + (page[3] ?? '') })
  }
}

export default {
  title: 'asyncsqlite',
  description: 'SQLite for Java programs that must not block',
  lang: 'en',
  base: process.env.SITE_BASE ?? '/',
  srcDir: 'target/src',
  outDir: 'target/site',
  cacheDir: 'target/cache',
  // The API is copied under the site after the build; check.mjs looks at all links.
  ignoreDeadLinks: [/^\/api\//],
  markdown: {
    html: false,
    lineNumbers: false,
    anchor: { slugify: slug },
    languageAlias: { gradle: 'groovy' }
  },
  themeConfig: {
    outline: [2, 3],
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/getting-started' },
      { text: 'Map', link: '/' },
      { text: 'API', link: '/api/index.html', target: '_self' }
    ],
    sidebar: sidebar.filter(group => group.items.length > 0)
  }
}
