import { type Hop, publisherOf } from './hop.ts';

/** Of all that began before, so many of the last are looked at: there may be tens of thousands. */
const LOOKED_AT = 1_000;

/** What has begun so far and may have caused what comes next, by trace, and by trace and service. */
export class Begun {
  readonly #hops = new Map<string, Hop[]>();

  add(hop: Hop): void {
    for (const key of [`${hop.traceId}`, `${hop.traceId} ${hop.service}`]) {
      const known = this.#hops.get(key);
      if (known) known.push(hop);
      else this.#hops.set(key, [hop]);
    }
  }

  /** Best in the service that published it, and best of all if it was still going on. */
  nearestTo(orphan: Hop): Hop | undefined {
    const publisher = orphan.event && publisherOf(orphan.event.type);
    return this.#last(orphan, `${orphan.traceId} ${publisher}`) ?? this.#last(orphan, `${orphan.traceId}`);
  }

  #last(orphan: Hop, key: string): Hop | undefined {
    const hops = this.#hops.get(key) ?? [];
    let last: Hop | undefined;
    for (let at = hops.length - 1; at >= Math.max(0, hops.length - LOOKED_AT); at--) {
      const hop = hops[at] as Hop;
      if (hop.event?.id === orphan.id) continue;
      last ??= hop;
      if (hop.start + hop.durationMs >= orphan.start) return hop;
    }
    return last;
  }
}
