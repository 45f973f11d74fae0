import { type Document, followed, type Operation, type Schema } from './document.ts';
import type { Draft } from './draft.ts';
import type { Entry } from './entry.ts';
import type { Shown } from './hunt.ts';
import type { LiveFleet } from './live-fleet.ts';
import { brokenBy, refusedWrongly } from './oracle.ts';
import { changedFields } from './same-value.ts';
import type { Reply, Sent } from './send.ts';
import { shown } from './shown.ts';
import { count, type OperationTally } from './tally.ts';

/** Sends a good request: it has to be accepted, to read back as it was written, and to take effect once if it says so. */
export function goodAttempt(entry: Entry, document: Document, live: LiveFleet, tally: OperationTally) {
  const { operation, conformity } = entry;
  const open = openFields(operation, document);
  return async (draft: Draft): Promise<Shown | undefined> => {
    const { sent, reply } = await live.ask(entry, draft);
    count(tally, 'good', reply);
    const failure = brokenBy(operation, sent, reply, conformity) ?? refusedWrongly(operation, reply, open.length > 0);
    if (failure) return shown(failure, [sent], reply);
    if (reply.status >= 300) return undefined;
    return (await readBack(draft, open, sent, reply, live)) ?? (await replayed(operation, draft, sent, reply, live));
  };
}

/** The fields of a body within which anything may stand, so that only the service knows what fits. */
export function openFields({ body }: Operation, document: Document): string[] {
  const { properties = {} } = body ? followed<Schema>(document, body.schema) : {};
  return Object.keys(properties).filter(
    (name) => followed<Schema>(document, properties[name] ?? {}).additionalProperties === true,
  );
}

async function readBack(
  { method, body }: Draft,
  open: readonly string[],
  sent: Sent,
  reply: Reply,
  live: LiveFleet,
): Promise<Shown | undefined> {
  if (body?.kind !== 'json' || !['POST', 'PATCH', 'PUT'].includes(method)) return undefined;
  const all = JSON.parse(sent.body?.toString() ?? '{}') as Readonly<Record<string, unknown>>;
  // Where the document says nothing of what is in it, the service may add what it knows.
  const written = Object.fromEntries(Object.entries(all).filter(([name]) => !open.includes(name)));
  const answered = changedFields(written, reply.body);
  if (answered.length > 0 && sharesFields(written, reply.body)) {
    return shown(
      { promise: `the answer has what was written (${fieldOf(answered)})`, says: answered.join('; ') },
      [sent],
      reply,
    );
  }
  const url = whereIs(sent, reply);
  if (url === undefined) return undefined;
  const read = await live.get(url);
  // What cannot be read by its own is no resource.
  if (read.status === 404 && method === 'POST' && reply.headers.location === undefined) return undefined;
  const get: Sent = {
    method: 'GET',
    url,
    headers: { authorization: sent.headers.authorization ?? '' },
    body: undefined,
  };
  if (read.status !== 200) {
    return shown({ promise: 'what was written can be read', says: `GET answered ${read.status}` }, [sent, get], read);
  }
  if (!sharesFields(written, read.body)) return undefined;
  const changed = changedFields(written, read.body);
  if (changed.length === 0) return undefined;
  return shown(
    { promise: `what is read is what was written (${fieldOf(changed)})`, says: changed.join('; ') },
    [sent, get],
    read,
  );
}

function fieldOf([first = '']: readonly string[]): string {
  return first.split(':')[0] ?? '';
}

/** A command answers with something else than what it was given. */
function sharesFields(written: object, read: unknown): boolean {
  const names = Object.keys(Object(read));
  return Object.keys(written).every((name) => names.includes(name));
}

function whereIs({ method, url }: Sent, { headers }: Reply): string | undefined {
  if (method !== 'POST') return url;
  return headers.location === undefined ? undefined : new URL(headers.location, url).href;
}

async function replayed(
  operation: Operation,
  draft: Draft,
  sent: Sent,
  first: Reply,
  live: LiveFleet,
): Promise<Shown | undefined> {
  if (draft.headers['Idempotency-Key'] === undefined) return undefined;
  const again = await live.send(sent);
  const promise = 'a key takes effect once';
  const same = again.status === first.status && again.text === first.text;
  if (!same || again.headers['idempotency-replayed'] !== 'true') {
    const says = `again it answered ${again.status}${same ? ' without Idempotency-Replayed' : `, at first ${first.status}`}`;
    return shown({ promise, says }, [sent, sent], again);
  }
  if (draft.method !== 'PATCH' || sent.body?.toString() === '{}' || !operation.responses[422]) return undefined;
  const other = { ...sent, body: Buffer.from('{}') };
  const reused = await live.send(other);
  if (reused.status === 422) return undefined;
  return shown({ promise, says: `with another body it answered ${reused.status}` }, [sent, other], reused);
}
