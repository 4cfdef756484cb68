// An export: read as it arrives, with progress, then saved by the browser.
import { problem } from './api.js';

export async function save(path, file, signal, progress) {
  const response = await fetch(path, { signal });
  if (!response.ok) throw new Error(await problem(response));
  const expected = Number(response.headers.get('X-Rows'));
  const parts = [];
  let rows = 0;
  const reader = response.body.getReader();
  for (let chunk; !(chunk = await reader.read()).done;) {
    parts.push(chunk.value);
    for (const byte of chunk.value) if (byte === 10) rows++;
    progress(rows, Math.max(rows, expected));
  }
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob(parts, { type: response.headers.get('Content-Type') }));
  link.download = file;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
  return rows;
}
