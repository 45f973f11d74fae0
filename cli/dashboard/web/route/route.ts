import { signal } from '@preact/signals';
import { VIEWS, type ViewName } from './views.ts';

/** Where the reader is: `#/traces/1f0c?span=9a`. A link to it and a reload lead there again. */
export interface Route {
  readonly view: ViewName;
  readonly id: string | undefined;
  readonly query: Readonly<Record<string, string>>;
}

function parseRoute(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [first, ...rest] = path.split('/');
  const view = VIEWS.find(({ name }) => name === first)?.name ?? 'overview';
  const id = rest.map(decoded).join('/') || undefined;
  return { view, id, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** An address that was typed may hold what was never encoded. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function href(view: ViewName, id?: string, query: Record<string, string | undefined> = {}): string {
  const said = Object.entries(query).filter((entry): entry is [string, string] => Boolean(entry[1]));
  const search = new URLSearchParams(said).toString();
  return `#/${view}${id ? `/${encodeURIComponent(id)}` : ''}${search ? `?${search}` : ''}`;
}

export const route = signal<Route>(parseRoute(location.hash));
addEventListener('hashchange', () => {
  route.value = parseRoute(location.hash);
});

export function go(to: string): void {
  location.hash = to;
  // The event comes later, and whoever leads somewhere may look for what is there.
  route.value = parseRoute(to);
}

/** Changes what is looked for, without a step in the browser's history. */
export function setQuery(change: Record<string, string | undefined>): void {
  const { view, id, query } = route.value;
  history.replaceState(null, '', href(view, id, { ...query, ...change }));
  route.value = parseRoute(location.hash);
}
