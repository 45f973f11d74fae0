import type { Reply, Sent, Wire } from './send.ts';

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

  /** Deletes all that was made, newest first, and puts back what was written over. @returns what is left, with the reason */
  async undo(wire: Wire): Promise<string[]> {
    const left: string[] = [];
    for (const sent of this.#before.values()) {
      const { status } = await wire.send(sent);
      if (status >= 300 || status === 0) left.push(`${sent.url} is not what it was: ${status}`);
    }
    // What is still referred to goes in the next round.
    for (let before = Number.POSITIVE_INFINITY; this.#made.size > 0 && this.#made.size < before; ) {
      before = this.#made.size;
      for (const [url, headers] of [...this.#made].reverse()) {
        const { status } = await wire.send({ method: 'DELETE', url, headers, body: undefined });
        if (status === 204 || status === 200 || status === 404) this.#made.delete(url);
      }
    }
    return [...left, ...[...this.#made.keys()].map((url) => `${url} could not be deleted`)];
  }
}
