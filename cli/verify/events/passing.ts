import type { CloudEvent } from '../../events/fleet-code.ts';
import type { WantedEvent } from './contract.ts';

/** Somebody else's traffic passes by as well: of more events than these, the oldest are forgotten. */
const KEPT = 10_000;

export interface Passing {
  readonly all: readonly CloudEvent[];
  /** Why no more will come. */
  readonly lost: string | undefined;
}

interface Waiting {
  readonly accepts: (event: CloudEvent) => boolean;
  readonly settle: (event: CloudEvent | undefined) => void;
}

/** What has passed by, and who waits for something to. */
export class PassingEvents implements Passing {
  readonly all: CloudEvent[] = [];
  readonly #waiting = new Set<Waiting>();
  lost: string | undefined;

  add(event: CloudEvent): void {
    this.all.push(event);
    if (this.all.length > 2 * KEPT) this.all.splice(0, KEPT);
    for (const { accepts, settle } of this.#waiting) if (accepts(event)) settle(event);
  }

  lose(reason: string): void {
    this.lost = reason;
    for (const { settle } of this.#waiting) settle(undefined);
  }

  /** The first that is accepted, or undefined when none has come in time. */
  async first(accepts: Waiting['accepts'], withinMs: number): Promise<CloudEvent | undefined> {
    const before = this.all.find(accepts);
    if (before || this.lost !== undefined) return before;
    const { promise, resolve } = Promise.withResolvers<CloudEvent | undefined>();
    const waiting = { accepts, settle: resolve };
    const timer = setTimeout(() => resolve(undefined), withinMs);
    this.#waiting.add(waiting);
    try {
      return await promise;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(waiting);
    }
  }
}

export function isWanted(event: CloudEvent, { type, subject, correlationId }: WantedEvent): boolean {
  return (
    (event.type === type || event.type.replace(/\.v\d+$/, '') === type) &&
    (subject === undefined || event.subject === subject) &&
    (correlationId === undefined || event.correlationid === correlationId)
  );
}
