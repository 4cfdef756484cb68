// What the page looks like, as a function of its state. lit-html changes only what differs.
import { html, nothing } from './lit-html/lit-html.js';
import { repeat } from './lit-html/directives/repeat.js';

const CONNECTIONS = {
  loading: 'Connecting…',
  online: 'Live',
  offline: 'Offline. The page connects again by itself.'
};

export const FIGURES = [
  { key: 'writesPerSecond', label: 'Writes per second', show: value => Math.round(value).toLocaleString('en') },
  { key: 'groupSize', label: 'Writes that share a COMMIT', show: value => value.toFixed(1) },
  { key: 'queued', label: 'Operations that wait', show: value => value.toLocaleString('en') },
  { key: 'p99Millis', label: 'p99 of a redirect, ms', show: value => value.toFixed(1) }
];

export const page = (state, act) => html`
  <p class="connection ${state.connection}" role="status">${CONNECTIONS[state.connection]}</p>
  <div class="problems" role="alert">${repeat(state.problems, problem => problem.id, problem => html`
    <p class="problem"><span>${problem.text}</span>
      <button type="button" class="plain" @click=${() => act.dismiss(problem.id)}>Dismiss</button></p>`)}</div>
  ${creation(state, act)} ${list(state, act)} ${figures(state, act)} ${data(state, act)}`;

const creation = (state, act) => html`
  <section aria-labelledby="new">
    <h2 id="new">New link</h2>
    <form @submit=${act.create}>
      <label for="url">A long address</label>
      <input id="url" name="url" type="text" inputmode="url" required maxlength="2048" autocomplete="off"
        placeholder="https://example.org/a/long/way">
      <label for="title">What it is about (optional)</label>
      <input id="title" name="title" type="text" maxlength="200" autocomplete="off">
      <button ?disabled=${state.creating}>${state.creating ? 'Shortening…' : 'Shorten'}</button>
    </form>
    <p id="created" role="status">${state.created ? html`
      ${anchor(state.created)} ${copyButton(state.created, state, act)}` : nothing}</p>
  </section>`;

const list = (state, act) => html`
  <section aria-labelledby="links">
    <h2 id="links">Links</h2>
    <div class="search">
      <label for="search">Search in titles and addresses</label>
      <input id="search" type="search" maxlength="200" autocomplete="off" .value=${state.query} @input=${act.search}>
    </div>
    <div id="list" aria-busy=${state.links === null}>${rows(state, act)}</div>
  </section>`;

function rows(state, act) {
  const shown = state.found ?? state.links;
  if (shown === null) return waiting(state);
  if (shown.length === 0) {
    return html`<p class="quiet">${state.found
      ? `No link has these words: ${state.query}` : 'No links yet. Make the first one above.'}</p>`;
  }
  return html`<ul class="links">${repeat(shown, link => link.code, link => html`
    <li>
      <div class="what">
        <div class="short">${anchor(link)} ${copyButton(link, state, act)}</div>
        ${link.title && !link.snippet ? html`<span class="title">${link.title}</span>` : nothing}
        <span class="target" title=${link.url}>${link.snippet ? snippet(link.snippet) : link.url}</span>
      </div>
      <div class="clicks"><strong>${link.clicks.toLocaleString('en')}</strong>
        ${link.clicks === 1 ? 'click' : 'clicks'}</div>
    </li>`)}</ul>`;
}

// What was never loaded does not load while the server is away.
const waiting = state => html`<p class="quiet">${state.connection === 'offline' ? 'Not loaded yet.' : 'Loading…'}</p>`;

const snippet = parts => parts.map((part, i) => i % 2 ? html`<mark>${part}</mark>` : part);

const anchor = link => html`
  <a href="/${link.code}" target="_blank" rel="noopener">${location.host}/${link.code}</a>`;

const copyButton = (link, state, act) => html`
  <button type="button" class="plain" aria-label="Copy ${link.code}" @click=${() => act.copy(link.code)}>
    ${state.copied === link.code ? 'Copied' : 'Copy'}</button>`;

const figures = (state, act) => html`
  <section aria-labelledby="figures">
    <h2 id="figures">Figures of the last minute</h2>
    <div class="figures">${FIGURES.map(figure => html`
      <figure>
        <figcaption>${figure.label}
          <output id=${figure.key}>${state.figures ? figure.show(state.figures[figure.key]) : '–'}</output></figcaption>
        <div class="chart" id="chart-${figure.key}" role="img" aria-label="${figure.label}, a line over the last minute">
        </div>
      </figure>`)}</div>
    <div class="actions">
      ${state.traffic?.running
        ? html`<button type="button" id="stop" @click=${act.stopTraffic}>Stop the traffic</button>`
        : html`<button type="button" id="simulate" @click=${act.startTraffic}>Simulate traffic</button>
          <span class="quiet">64 clients for 30 seconds</span>`}
      <span id="traffic" class="quiet">${trafficText(state.traffic)}</span>
    </div>
  </section>`;

function trafficText(traffic) {
  if (!traffic || traffic.clients === 0) return nothing;
  const failed = traffic.failed ? `, ${traffic.failed.toLocaleString('en')} failed` : '';
  const end = traffic.running ? `, ${traffic.secondsLeft} s left` : '';
  return `${traffic.answered.toLocaleString('en')} clicks stored and answered${failed}${end}`;
}

const data = (state, act) => html`
  <section aria-labelledby="data">
    <h2 id="data">Data</h2>
    <div class="actions">
      <button type="button" id="ndjson" ?disabled=${state.exporting} @click=${() => act.save('ndjson')}>Export NDJSON</button>
      <button type="button" id="csv" ?disabled=${state.exporting} @click=${() => act.save('csv')}>Export CSV</button>
      ${state.exporting ? html`
        <progress aria-label="Export" max=${state.exporting.all || 1} value=${state.exporting.rows}></progress>
        <button type="button" class="plain" @click=${act.cancelExport}>Cancel</button>` : nothing}
      <span id="exported" role="status">${state.exported ?? nothing}</span>
    </div>
    <div class="actions">
      <button type="button" id="backup" ?disabled=${state.backup?.running} @click=${act.backup}>Back up</button>
      ${state.backup?.running ? html`
        <progress aria-label="Backup" max=${state.backup.totalBytes || 1} value=${state.backup.copiedBytes}></progress>` : nothing}
      <span role="status">${state.backup?.file ? `${state.backup.file} was made and checked.` : nothing}</span>
    </div>
    <h3>Backups</h3>
    <div id="backups" aria-busy=${state.backups === null}>${backups(state)}</div>
  </section>`;

function backups(state) {
  const files = state.backups;
  if (files === null) return waiting(state);
  if (files.length === 0) return html`<p class="quiet">No backups yet. One is made each night at 3.</p>`;
  return html`<ul class="backups">${files.map(file => html`
    <li><code>${file.name}</code> <span class="quiet">${(file.bytes / 1024).toLocaleString('en', { maximumFractionDigits: 0 })}
      KiB</span></li>`)}</ul>`;
}
