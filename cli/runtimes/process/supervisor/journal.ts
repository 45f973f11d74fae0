import { appendFileSync } from 'node:fs';
import { describeEvent } from '../control/describe-event.ts';
import type { FleetEvent } from '../control/protocol.ts';

/** Something that happened, as opposed to the greeting of a stream. */
export type Happening = Exclude<FleetEvent, { type: 'hello' }>;

type Listener = (event: Happening) => void;

/** What happens in the fleet: told to whoever follows, and written to the supervisor's own log. */
export class Journal {
  readonly #log: string;
  readonly #listeners = new Set<Listener>();

  constructor(log: string) {
    this.#log = log;
  }

  follow(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  readonly tell = (event: Happening): void => {
    for (const listener of this.#listeners) listener(event);
    const { level, msg } = describeEvent(event);
    const line = { level, time: new Date().toISOString(), service: 'supervisor', msg };
    try {
      appendFileSync(this.#log, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch {
      // The fleet outlives a full disk, and the end of its folder is told to those who follow.
    }
  };
}
