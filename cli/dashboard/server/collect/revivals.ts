import type { FleetStatus } from '../../../runtimes/contract.ts';
import type { Revival } from '../picture/known.ts';

const SHOWN_MS = 60_000;

/** Notices services that have ended and come back: seconds later nothing else tells of it. */
export class Revivals {
  #restarts: ReadonlyMap<string, number> = new Map();
  #found: Revival[] = [];

  notice(status: FleetStatus | null, now: number): void {
    const instances = (status?.services ?? []).flatMap(({ name, instances }) =>
      instances.map(({ id, restarts }) => ({ service: name, id, restarts })),
    );
    for (const { service, id, restarts } of instances) {
      if (restarts > (this.#restarts.get(id) ?? restarts)) this.#found.unshift({ service, at: now });
    }
    // One that is down has no instance, and is counted on when it is back.
    const counts = instances.map(({ id, restarts }) => [id, restarts] as const);
    this.#restarts = new Map(status ? [...this.#restarts, ...counts] : []);
    this.#found = this.#found.filter(({ at }) => now - at < SHOWN_MS).slice(0, 20);
  }

  /** The newest first. */
  recent(now: number): readonly Revival[] {
    return this.#found.filter(({ at }) => now - at < SHOWN_MS);
  }
}
