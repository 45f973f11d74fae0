import type { FleetStatus } from '../../../runtimes/contract.ts';
import type { Revival } from '../picture/known.ts';

const SHOWN_MS = 60_000;
/** After a pause nobody knows when it was. */
const PAUSE_MS = 10_000;

/** Notices services that have ended and come back: seconds later nothing else tells of it. */
export class Revivals {
  #restarts: ReadonlyMap<string, number> = new Map();
  #found: Revival[] = [];
  #lookedAt = 0;

  /** @param now epoch milliseconds */
  notice(status: FleetStatus | null, now: number): void {
    const paused = now - this.#lookedAt > PAUSE_MS;
    this.#lookedAt = now;
    const instances = (status?.services ?? []).flatMap(({ name: service, instances }) =>
      instances.map(({ id, restarts }) => ({ service, id, restarts })),
    );
    for (const { service, id, restarts } of paused ? [] : instances) {
      if (restarts > (this.#restarts.get(id) ?? restarts)) this.#found.unshift({ service, at: now });
    }
    const counts = instances.map(({ id, restarts }) => [id, restarts] as const);
    // One that is down at the moment may have no instance: what it had counts when it is back.
    this.#restarts = new Map(status && !paused ? [...this.#restarts, ...counts] : counts);
    this.#found = this.#found.filter(({ at }) => now - at < SHOWN_MS).slice(0, 20);
  }

  /** The newest first. */
  recent(now: number): readonly Revival[] {
    return this.#found.filter(({ at }) => now - at < SHOWN_MS);
  }
}
