/** A request on its way, and what came of it. */
export const requests = `
const TOLD = ['location', 'etag', 'idempotency-replayed', 'content-range', 'content-type', 'retry-after', 'x-correlation-id'];

/** What answers have told is offered where it may be wanted. */
const remember = (list, values) => {
  const place = document.querySelector('#' + list);
  const seen = [...place.options].map(({ value }) => value);
  const fresh = new Set(values.filter((value) => value && !seen.includes(value)));
  place.prepend(...[...fresh].map((value) => make('option', { value })));
};
const learn = (headers, body) => {
  remember('etags', [headers.get('etag')]);
  if (body) remember('ids', [body, ...(Array.isArray(body.items) ? body.items : [])].map(({ id }) => id));
};

const partsOf = (path, entered, body) => {
  const query = new URLSearchParams();
  const headers = new Headers();
  let url = path;
  if (token.value) headers.set('authorization', 'Bearer ' + token.value.trim());
  if (body && body.type) headers.set('content-type', body.type);
  for (const [{ name, in: place }, value] of entered) {
    if (place === 'path') url = url.replace('{' + name + '}', encodeURIComponent(value));
    else if (value === '') continue;
    else if (place === 'query') query.append(name, value);
    else headers.set(name, value);
  }
  return { url: query.size ? url + '?' + query : url, headers };
};

const send = async (method, path, entered, body, result) => {
  const text = make('pre', { tabIndex: 0 });
  result.replaceChildren(text);
  try {
    const { url, headers } = partsOf(path, entered, body);
    text.textContent = method.toUpperCase() + ' ' + decodeURIComponent(url);
    const answer = await fetch(url, { method: method.toUpperCase(), headers, body: body && body.read() });
    const told = TOLD.filter((name) => answer.headers.has(name)).map((name) => name + ': ' + answer.headers.get(name));
    text.textContent += '\\n\\n' + [answer.status + ' ' + answer.statusText, ...told].join('\\n');
    text.className = answer.ok || answer.status === 304 ? 'good' : 'bad';
    if (answer.headers.has('content-disposition')) {
      const href = URL.createObjectURL(await answer.blob());
      result.append(make('a', { href, download: '', textContent: 'Save the content' }));
      return;
    }
    const content = await answer.text();
    let value;
    try { value = JSON.parse(content); } catch {}
    text.textContent += '\\n\\n' + (value === undefined ? content : JSON.stringify(value, null, 2));
    text.textContent = text.textContent.trim();
    learn(answer.headers, value);
    if (value && /^https?:/.test(value.url)) result.append(make('a', { href: value.url, textContent: 'Open the URL' }));
  } catch (error) {
    text.className = 'bad';
    text.textContent += '\\n\\n' + error;
  }
};
`;
