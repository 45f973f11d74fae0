import type { OutgoingChange } from '../proxy/outgoing.ts';
import type { NameRules } from '../settings/index.ts';
import { type Named, nameRules } from './name-rules.ts';

interface Parameter extends Named {
  /** As it stands in the query: `name`, `name=` or `name=value`. */
  readonly text: string;
}

/** Changes the parameters of a query. Those that no rule names keep their bytes and their order. */
export function queryRules(rules: NameRules): OutgoingChange {
  const apply = nameRules<Parameter>(rules, {
    renamed: ({ text }, name) => ({ name, text: encodeURIComponent(name) + text.slice(endOfName(text)) }),
    set: (name, value) => ({ name, text: `${encodeURIComponent(name)}=${encodeURIComponent(value)}` }),
  });
  return (_request, outgoing) => {
    const start = outgoing.path.indexOf('?');
    const path = start === -1 ? outgoing.path : outgoing.path.slice(0, start);
    const query = start === -1 ? '' : outgoing.path.slice(start + 1);
    const parameters = query === '' ? [] : query.split('&').map((text) => ({ name: nameOf(text), text }));
    const changed = apply(parameters);
    if (changed === parameters) return;
    outgoing.path = changed.length === 0 ? path : `${path}?${changed.map(({ text }) => text).join('&')}`;
  };
}

function endOfName(text: string): number {
  const end = text.indexOf('=');
  return end === -1 ? text.length : end;
}

/** As the service reads it: `%61dmin` is `admin`. */
function nameOf(text: string): string {
  const name = text.slice(0, endOfName(text)).replaceAll('+', ' ');
  try {
    return decodeURIComponent(name);
  } catch {
    // A broken escape: every reader takes that for what stands there.
    return name;
  }
}
