// Requests to the application. Each gives the answer, or throws an Error whose message is for people.

export async function call(method, path, body) {
  let response;
  try {
    response = await fetch(path, body === undefined ? { method } : {
      method,
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body)
    });
  } catch {
    throw new Error('The server does not answer. Try again when it is back; it may have done this already.');
  }
  if (!response.ok) throw new Error(await problem(response));
  return response.status === 204 ? null : response.json();
}

export async function problem(response) {
  const text = await response.text();
  try {
    return JSON.parse(text).detail ?? `The server answered ${response.status}.`;
  } catch {
    return `The server answered ${response.status}.`;
  }
}

// What the server tells by itself; the browser connects again when the stream breaks.
export function listen(events, connection) {
  const source = new EventSource('/api/events');
  for (const [name, handle] of Object.entries(events)) {
    source.addEventListener(name, event => handle(JSON.parse(event.data)));
  }
  source.addEventListener('open', () => connection('online'));
  source.addEventListener('error', () => {
    connection('offline');
    // After an answer that is no stream the browser gives up.
    if (source.readyState === EventSource.CLOSED) setTimeout(() => listen(events, connection), 2000);
  });
}
