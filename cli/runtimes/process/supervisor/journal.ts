import { appendFileSync } from 'node:fs';
import type { FleetEvent } from '../control/protocol.ts';

type Listener = (event: FleetEvent) => void;

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

  readonly tell = (event: FleetEvent): void => {
    for (const listener of this.#listeners) listener(event);
    const { level, msg } = describe(event);
    const line = { time: new Date().toISOString(), level, service: 'supervisor', msg };
    try {
      appendFileSync(this.#log, `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch {
      // The fleet outlives a full disk, and the end of its folder is told to those who follow.
    }
  };
}

/** For people. */
export function describe(event: FleetEvent): { level: 'info' | 'warn' | 'error'; msg: string } {
  switch (event.type) {
    case 'ready':
      return { level: 'info', msg: `${event.name} is ready (${event.milliseconds} ms)` };
    case 'exited':
      return event.retryInMs === null
        ? { level: 'error', msg: `${event.name} ${event.reason}` }
        : { level: 'warn', msg: `${event.name} ${event.reason}; starting it again in ${event.retryInMs} ms` };
    case 'changed':
      return { level: 'info', msg: `${event.file} changed: ${event.effect}` };
    case 'refused':
      return { level: 'error', msg: `${event.failure.name} ${event.failure.reason}` };
    case 'stopping':
      return { level: 'info', msg: `stopping: ${event.because}` };
  }
}
