import type { Reply, Sent, Wire } from './send.ts';

/** Thousands go in seconds; a fleet that does not answer any more keeps nobody waiting. */
const CLEANED_WITHIN_MS = 60_000;
const AT_ONCE = 8;

/** What a run has made and changed, so that it can be undone. */
export class Ledger {
  /** URLs of what was made, oldest first. */
  readonly #made = new Map<string, Sent['headers']>();
  readonly #before = new Map<string, Sent>();

  /** Notes what an answer says was made, or is gone. */
  note(sent: Sent, reply: Reply): void {
    if (reply.status >= 300 || reply.status === 0) return;
    const [url = ''] = sent.url.split('?');
    const { id } = Object(reply.body) as { id?: unknown };
    if (sent.method === 'POST' && typeof id === 'string') {
      this.#made.set(`${url}/${encodeURIComponent(id)}`, { authorization: sent.headers.authorization ?? '' });
    }
    if (sent.method === 'DELETE') this.#made.delete(url);
  }

  /** What puts back something that is about to be written over; the first time counts. */
  keep(url: string, before: () => Promise<Sent | undefined>): Promise<void> | undefined {
    if (this.#before.has(url)) return undefined;
    return before().then((sent) => void (sent && this.#before.set(url, sent)));
  }

  /** Puts back what was written over and deletes all that was made, newest first. @returns what is left, with the reason */
  async undo(wire: Wire, withinMs = CLEANED_WITHIN_MS): Promise<string[]> {
    const until = Date.now() + withinMs;
    const left: string[] = [];
    await eachOf([...this.#before], until, async ([url, sent]) => {
      const { status } = await wire.send(sent);
      this.#before.delete(url);
      if (status >= 300 || status === 0) left.push(`${url} is not what it was: ${status || 'no answer'}`);
    });
    const why = new Map<string, string>();
    // What is still referred to goes in the next round.
    for (let before = Number.POSITIVE_INFINITY; this.#made.size > 0 && this.#made.size < before; ) {
      before = this.#made.size;
      await eachOf([...this.#made].reverse(), until, async ([url, headers]) => {
        const { status } = await wire.send({ method: 'DELETE', url, headers, body: undefined });
        if (status === 204 || status === 200 || status === 404) this.#made.delete(url);
        else why.set(url, String(status || 'no answer'));
      });
    }
    const late = `not within ${Math.round(withinMs / 1000)} s`;
    return [
      ...left,
      ...[...this.#before.keys()].map((url) => `${url} is not what it was: ${late}`),
      ...[...this.#made.keys()].map((url) => `${url} could not be deleted: ${why.get(url) ?? late}`),
    ];
  }
}

async function eachOf<T>(all: readonly T[], until: number, work: (one: T) => Promise<void>): Promise<void> {
  const waiting = all.values();
  const some = async () => {
    for (const one of waiting) {
      if (Date.now() > until) return;
      await work(one);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, some));
}
