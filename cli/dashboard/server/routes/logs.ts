import { setTimeout as delay } from 'node:timers/promises';
import type { LogRecord } from '../../../observe/log-record.ts';
import type { Desk } from '../desk.ts';
import { followed } from '../followed.ts';
import { momentIn, numberIn } from '../http/query.ts';
import type { Routes } from '../http/router.ts';
import { linesAskedFor } from './log-filter.ts';

const HOUR_MS = 3_600_000;
/** People read no faster, and a page redraws for each. */
const EVERY_MS = 100;
/** That a slow page may have before it; what is older is left out, and how much is told. */
const MOST_WAITING = 2_000;

/** What the services have logged, and what they log from now on. */
export function logRoutes(desk: Desk): Routes {
  const { sources, streams, collector } = desk;
  return {
    'GET /api/logs': async ({ query, response }) => {
      const asked = linesAskedFor(desk, query);
      const now = Date.now();
      const since = new Date(momentIn(query, 'since', now) ?? now - HOUR_MS);
      const until = momentIn(query, 'until', now);
      const tail = numberIn(query, 'limit', { least: 1, most: 5_000, fallback: 500 });
      const leaving = new AbortController();
      response.once('close', () => leaving.abort());
      const wish = { ...asked, since, tail, follow: false, signal: leaving.signal };
      const found: LogRecord[] = [];
      for await (const record of sources.logs({ ...wish, ...(until !== undefined && { until: new Date(until) }) })) {
        if (leaving.signal.aborted) return undefined;
        found.push(record);
      }
      // Each service has told so many.
      return found.slice(-tail);
    },

    'GET /api/logs/stream': async ({ query, response }) => {
      const asked = linesAskedFor(desk, query);
      const stream = streams.open(response);
      const leaving = new AbortController();
      void stream.closed.then(() => leaving.abort());
      const waiting: LogRecord[] = [];
      let dropped = 0;
      const read = async () => {
        const wish = { ...asked, since: new Date(), signal: leaving.signal };
        for await (const record of followed(sources, collector, wish)) {
          waiting.push(record);
          if (waiting.length > MOST_WAITING) dropped += waiting.splice(0, waiting.length - MOST_WAITING).length;
        }
      };
      const send = async () => {
        while (!leaving.signal.aborted) {
          await stream.untilReady();
          if (leaving.signal.aborted) return;
          if (dropped > 0) stream.send('dropped', { lines: dropped });
          dropped = 0;
          if (waiting.length > 0) stream.send('lines', waiting.splice(0));
          await delay(EVERY_MS, undefined, { signal: leaving.signal }).catch(() => undefined);
        }
      };
      await Promise.all([read(), send()]);
    },
  };
}
