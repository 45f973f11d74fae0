import { randomBytes } from 'node:crypto';
import type { Target } from './contract.ts';
import { type Reply, requireStatus } from './http.ts';
import { Journal, type Open } from './journeys/journal.ts';
import { reachOf } from './journeys/reach.ts';
import { undo } from './journeys/undo.ts';

interface Wanted {
  /** The URL at which it is created. */
  readonly collection: string;
  readonly token: string;
  readonly body: Record<string, unknown> | FormData;
  /** In the name of a file, by which it is found where nobody heard of its id. */
  readonly mark: string;
}

/** What was created, with its URL. */
export interface Lent extends Reply {
  readonly url: string;
}

/**
 * Creates what is there for as long as it is used; then it is deleted, and has to be gone. That it is to be is written down first, as of
 * journeys, so that the next run deletes it where this one is killed.
 */
export async function lend(target: Target, wanted: Wanted, use: (lent: Lent) => Promise<void>): Promise<void> {
  const { fleet, http, signal } = target;
  const { collection, token, body, mark } = wanted;
  const { pathname } = new URL(collection);
  const journal = new Journal(fleet.root, fleet.environment);
  const sent = body instanceof FormData ? undefined : { key: mark, body: JSON.stringify(body) };
  let left: Open | null = { is: 'begun', collection: pathname, sent, mark };
  signal.throwIfAborted();
  const n = journal.begin(left);
  try {
    const question = { method: 'POST', token, body, ...(sent && { headers: { 'idempotency-key': sent.key } }) };
    const reply = await http.ask(collection, question);
    // What failed there may have been made all the same; what was refused has not.
    if (reply.status !== 201 && reply.status < 500) left = null;
    requireStatus(201, reply, collection, question);
    const { id } = reply.body as { id: string };
    left = { is: 'made', path: `${pathname}/${id}` };
    journal.note(n, left);
    const url = `${collection}/${id}`;
    await use({ ...reply, url });
    await http.expect(204, url, { method: 'DELETE', token });
    await http.expect(404, url, { token });
    left = null;
  } catch (error) {
    // What failed first says more than whether this succeeds; what is left now, the next run undoes.
    if (left && (await isUndone(left, target))) left = null;
    throw error;
  } finally {
    if (left === null) journal.close(n);
  }
}

async function isUndone(left: Open, target: Target): Promise<boolean> {
  return undo(left, reachOf(target), target.cleanup).then(
    () => true,
    () => false,
  );
}

/** In what is created, and told from what people write. */
export function newMark(): string {
  return `verify-${randomBytes(6).toString('hex')}`;
}
