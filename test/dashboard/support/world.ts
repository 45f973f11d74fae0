import type { Session, Snapshot } from '../../../cli/dashboard/api.ts';
import { answersOf } from './answers.ts';
import { busyFleet } from './busy-fleet.ts';

/** What the fake dashboard knows; a test changes it. */
export interface World {
  session: Session;
  /** Taken anew each time it is sent. */
  snapshot: () => Snapshot;
  answer: (path: string, search: URLSearchParams) => unknown;
  act: (path: string, body: Record<string, unknown>) => unknown;
}

export function busyWorld(): World {
  return {
    session: { csrf: 'c5rf', fleet: 'aurora', environment: 'development', version: '0.1.0', mayAct: true },
    snapshot: () => busyFleet(),
    answer(path, search) {
      return path === '/api/session' ? this.session : answersOf(path, search);
    },
    act: (path, { consumer }) => (path === '/api/events/replay' ? { replayed: consumer ? 1 : 0 } : {}),
  };
}
