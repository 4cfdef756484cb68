// The page's state, and what changes it: the user and the events of the server.
import { render } from './lit-html/lit-html.js';
import { call, listen } from './api.js';
import { Chart } from './chart.js';
import { save } from './export.js';
import { FIGURES, page } from './view.js';

const TRAFFIC = { clients: 64, seconds: 30 };
const SEARCH_DELAY = 150;

const root = document.getElementById('app');
const state = {
  connection: 'loading',
  problems: [],
  links: null,
  found: null,
  query: '',
  created: null,
  creating: false,
  copied: null,
  figures: null,
  traffic: null,
  exporting: null,
  exported: null,
  backup: null,
  backups: null
};
let lastProblem = 0;
let searching = 0;
let exporting = null;

function set(changes) {
  Object.assign(state, changes);
  render(page(state, act), root);
}

// Errors stay until they are dismissed.
function report(error) {
  if (state.problems.some(problem => problem.text === error.message)) return;
  set({ problems: [...state.problems, { id: ++lastProblem, text: error.message }] });
}

const trying = action => async (...args) => {
  try {
    await action(...args);
  } catch (error) {
    report(error);
  }
};

const act = {
  dismiss: id => set({ problems: state.problems.filter(problem => problem.id !== id) }),

  create: async event => {
    event.preventDefault();
    const form = event.target;
    set({ creating: true, created: null });
    try {
      const { url, title } = Object.fromEntries(new FormData(form));
      set({ created: await call('POST', '/api/links', { url: url.trim(), title }) });
      form.reset();
    } catch (error) {
      report(error);
    } finally {
      set({ creating: false });
    }
  },

  copy: trying(async code => {
    try {
      await navigator.clipboard.writeText(`${location.origin}/${code}`);
    } catch {
      throw new Error('The browser does not let this page copy. Copy the address of the link itself.');
    }
    set({ copied: code });
  }),

  search: event => {
    set({ query: event.target.value });
    clearTimeout(searching);
    searching = setTimeout(find, SEARCH_DELAY);
  },

  startTraffic: trying(async () => set({ traffic: await call('POST', '/api/traffic', TRAFFIC) })),
  stopTraffic: trying(() => call('DELETE', '/api/traffic')),

  save: trying(async kind => {
    exporting = new AbortController();
    set({ exporting: { rows: 0, all: 0 }, exported: null });
    try {
      const rows = await save(`/api/clicks.${kind}`, `clicks.${kind}`, exporting.signal,
        (now, all) => set({ exporting: { rows: now, all } }));
      set({ exported: `${rows.toLocaleString('en')} lines` });
    } catch (error) {
      if (error.name !== 'AbortError') throw new Error(`The export ended early: ${error.message}`);
    } finally {
      set({ exporting: null });
    }
  }),
  cancelExport: () => exporting?.abort(),

  backup: trying(async () => set({ backup: await call('POST', '/api/backups', {}) }))
};

const find = trying(async () => {
  const query = state.query.trim();
  const found = query === '' ? null : await call('GET', `/api/links?q=${encodeURIComponent(query)}`);
  if (query === state.query.trim()) set({ found });
});

const listBackups = trying(async () => set({ backups: await call('GET', '/api/backups') }));

root.replaceChildren();
set({});
const charts = FIGURES.map(({ key, label }) => ({ key, chart: new Chart(document.getElementById(`chart-${key}`), label) }));

listen({
  links: links => {
    set({ links });
    if (state.found) find();
  },
  figures: figures => {
    set({ figures });
    for (const { key, chart } of charts) chart.add(figures[key]);
  },
  traffic: traffic => set({ traffic }),
  backup: backup => {
    if (backup.problem && backup.problem !== state.backup?.problem) report(new Error(backup.problem));
    set({ backup });
    if (!backup.running) listBackups();
  }
}, connection => set(connection === 'offline' ? { connection, figures: null } : { connection }));
