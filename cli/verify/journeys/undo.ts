import { setTimeout as sleep } from 'node:timers/promises';
import type { Http } from '../http.ts';
import { CheckFailed } from '../outcome.ts';
import type { Open } from './journal.ts';
import { type Kind, kindAt } from './kinds.ts';
import type { Reach } from './reach.ts';

/** What stands in the way goes in a moment: a reference whose end is under way, a service that starts. */
const PASSING = new Set([409, 425, 429, 500, 502, 503, 504]);
const PATIENCE_MS = 3_000;
const POLL_MS = 100;

/** Undoes what was written down, and looks that it is gone. @throws CheckFailed where it cannot be undone */
export async function undo(open: Open, reach: Reach, http: Http): Promise<void> {
  switch (open.is) {
    case 'made':
      return takeAway(open.path, reach, http);
    case 'begun':
      for (const path of await whatCameOf(open, reach, http)) await takeAway(path, reach, http);
      return;
    case 'request': {
      const { method, path, body } = open.request;
      const token = await reach.token(open.scopes);
      const question = { method, token, ...(body !== undefined && { body }) };
      await patiently(http, reach.urlOf(path), question, (status) => status < 300 || status === 404);
    }
  }
}

async function takeAway(path: string, reach: Reach, http: Http): Promise<void> {
  const { scopes } = kindOf(path, reach);
  const url = reach.urlOf(path);
  const token = await reach.token([scopes.delete]);
  await patiently(http, url, { method: 'DELETE', token }, (status) => status === 204 || status === 404);
  await http.expect(404, url, { token: await reach.token([scopes.read]) });
}

/** Paths of what a request has made whose answer nobody has heard. */
async function whatCameOf(
  { collection, sent, mark }: Extract<Open, { is: 'begun' }>,
  reach: Reach,
  http: Http,
): Promise<string[]> {
  const { scopes } = kindOf(collection, reach);
  const url = reach.urlOf(collection);
  if (sent === undefined) {
    const query = `filter[name][contains]=${encodeURIComponent(mark)}&limit=100`;
    const { body } = await http.expect(200, `${url}?${query}`, { token: await reach.token([scopes.read]) });
    return (body as { items: { id: string }[] }).items.map(({ id }) => `${collection}/${id}`);
  }
  // What was made then is told again; what was not is made now.
  const { key, body } = sent;
  const again = { method: 'POST', token: await reach.token([scopes.create]), headers: { 'idempotency-key': key } };
  const reply = await patiently(
    http,
    url,
    { ...again, body: JSON.parse(body) },
    (status) => status < 500 && status !== 409,
  );
  return reply.status === 201 ? [`${collection}/${(reply.body as { id: string }).id}`] : [];
}

function kindOf(path: string, { kinds }: Reach): Kind {
  const kind = kindAt(kinds, path);
  if (kind) return kind;
  throw new CheckFailed(`the fleet no longer knows ${path}, which a journey has made`);
}

async function patiently(
  http: Http,
  url: string,
  question: Parameters<Http['ask']>[1],
  isDone: (status: number) => boolean,
): ReturnType<Http['ask']> {
  const endsAt = performance.now() + PATIENCE_MS;
  for (;;) {
    const reply = await http.ask(url, question);
    if (isDone(reply.status)) return reply;
    if (!PASSING.has(reply.status) || performance.now() > endsAt) {
      const { code = '', detail = '' } = Object(reply.body) as { code?: string; detail?: string };
      throw new CheckFailed(
        `${question?.method} ${url} answered ${[reply.status, code, detail].filter(Boolean).join(' ')}`,
      );
    }
    await sleep(POLL_MS);
  }
}
