import type { Session, Snapshot } from '../../../cli/dashboard/api.ts';
import { answersAt } from './answers.ts';
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
  const answers = answersAt(Date.now());
  return {
    session: { fleet: 'aurora', environment: 'development', version: '0.1.0', mayAct: true },
    snapshot: () => busyFleet(),
    answer(path, search) {
      return path === '/api/session' ? this.session : answers(path, search);
    },
    act: (path) => {
      if (path === '/api/events/replay') return { replayed: 1 };
      if (path !== '/api/try') return undefined;
      const body = JSON.stringify({
        id: '019a33f0-7c21-7aa0-9d10-5f0e2b7c9a11',
        code: 'BIO-101',
        name: 'Biology',
        credits: 5,
      });
      const headers = { 'content-type': 'application/json', etag: '"1"' };
      return { status: 201, headers, body, truncated: false, durationMs: 23.4, correlationId: '019a-tried' };
    },
  };
}
