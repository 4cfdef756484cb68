import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const base = process.env.SITE_BASE ?? '/'

/** Whether all links inside of the site, and the anchors in them, lead somewhere, and no page loads from another host. */
export function check(directory) {
  const failures = []
  const anchors = new Map()
  const pages = readdirSync(directory, { recursive: true }).filter(file => file.endsWith('.html') && !file.startsWith('api/'))
  const ids = file => {
    if (!anchors.has(file)) {
      anchors.set(file, new Set([...readFileSync(file, 'utf8').matchAll(/ (?:id|name)="([^"]*)"/g)].map(match => match[1])))
    }
    return anchors.get(file)
  }
  let links = 0
  for (const page of pages) {
    const html = readFileSync(join(directory, page), 'utf8')
    for (const [, host] of html.matchAll(/<(?:script|img|link|iframe|source)[^>]*? (?:src|href)="(https?:[^"]*)"/g)) {
      failures.push(`${page} loads ${host}`)
    }
    for (const [, raw] of html.matchAll(/<a [^>]*?href="([^"]*)"/g)) {
      if (/^(https?:|mailto:)/.test(raw)) continue
      links++
      const [path, anchor] = raw.replaceAll('&amp;', '&').split('#')
      const target = path === '' ? join(directory, page)
        : path.startsWith('/') ? join(directory, decodeURI(path).slice(base.length - 1))
        : join(directory, dirname(page), decodeURI(path))
      const file = [target, target + '.html', join(target, 'index.html')].find(name => existsSync(name) && !name.endsWith('/'))
      if (!file) failures.push(`${page}: ${raw} leads nowhere`)
      else if (anchor && file.endsWith('.html') && !ids(file).has(decodeURIComponent(anchor))) {
        failures.push(`${page}: ${relative(directory, file)} has no anchor #${anchor}`)
      }
    }
  }
  failures.forEach(failure => console.error(failure))
  console.log(`site: ${pages.length} pages, ${links} links, ${failures.length} failures`)
  return failures.length === 0
}
