interface Entry {
  readonly id: string;
  /** Epoch milliseconds at which it comes back. */
  dueAt: number;
}

/** What is this much overdue was taken away by someone; its subject must not wait for it for ever. */
const OVERDUE_MS = 60_000;

/**
 * Which events of which subjects are in the retry queues, in order. Later events of such a subject have to go there
 * too, behind it: in the consumer's own queue they would overtake.
 */
export class Waiting {
  readonly #subjects = new Map<string, Entry[]>();

  /** Whether an event may be handled now: none of its subject waits, or it is the first of those that do. */
  isFirst(subject: string, id: string, now = Date.now()): boolean {
    const entries = this.#subjects.get(subject);
    while (entries?.[0] && entries[0].id !== id && entries[0].dueAt + OVERDUE_MS < now) entries.shift();
    return entries?.[0] === undefined || entries[0].id === id;
  }

  /** Epoch milliseconds at which the first of a subject comes back. */
  dueAt(subject: string): number {
    return this.#subjects.get(subject)?.[0]?.dueAt ?? 0;
  }

  /** It goes into a retry queue, as the last of its subject or in its old place. */
  add(subject: string, id: string, dueAt: number): void {
    const entries = this.#subjects.get(subject) ?? [];
    const entry = entries.find((each) => each.id === id);
    if (entry) entry.dueAt = dueAt;
    else entries.push({ id, dueAt });
    this.#subjects.set(subject, entries);
  }

  /** It is handled or parked. */
  remove(subject: string, id: string): void {
    const entries = this.#subjects.get(subject)?.filter((entry) => entry.id !== id);
    if (entries?.length) this.#subjects.set(subject, entries);
    else this.#subjects.delete(subject);
  }

  clear(): void {
    this.#subjects.clear();
  }
}
