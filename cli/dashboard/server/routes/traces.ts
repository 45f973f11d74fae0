import type { LogRecord } from '../../../observe/log-record.ts';
import { traceSummaries, traceTree } from '../../../observe/trace/index.ts';
import type { Trace, TraceSummary } from '../../api.ts';
import { type Desk, requireService } from '../desk.ts';
import { numberIn, textIn } from '../http/query.ts';
import { Refusal } from '../http/refusal.ts';
import type { Routes } from '../http/router.ts';

const DAY_MS = 86_400_000;
const MOST_LINES = 5_000;

/** What requests and events have caused, from the lines of the last quarter of an hour; one of them also from yesterday's. */
export function traceRoutes(desk: Desk): Routes {
  return {
    'GET /api/traces': async ({ query }): Promise<TraceSummary[]> => {
      const service = textIn(query, 'service');
      if (service !== undefined) requireService(desk, service);
      const failed = query.get('failed') === 'true';
      const leastMs = numberIn(query, 'minMs', { least: 0, most: DAY_MS, fallback: 0 });
      const limit = numberIn(query, 'limit', { least: 1, most: 1_000, fallback: 100 });
      const grep = textIn(query, 'grep')?.toLowerCase();
      const isWanted = ({ correlationId, title, services, durationMs, ...trace }: TraceSummary) =>
        (service === undefined || services.includes(service)) &&
        (!failed || trace.failed) &&
        durationMs >= leastMs &&
        (grep === undefined || `${title} ${correlationId}`.toLowerCase().includes(grep));
      return traceSummaries(await desk.traces.lines())
        .filter(isWanted)
        .slice(0, limit);
    },

    'GET /api/traces/:correlationId': async ({ params: { correlationId = '' }, response }): Promise<Trace> => {
      const leaving = new AbortController();
      response.once('close', () => leaving.abort());
      const lines: LogRecord[] = [];
      const since = new Date(Date.now() - DAY_MS);
      const wish = { services: [], correlationId, since, follow: false, signal: leaving.signal };
      for await (const record of desk.sources.logs(wish)) {
        if (lines.push(record) >= MOST_LINES || leaving.signal.aborted) break;
      }
      if (lines.length > 0) return { correlationId, roots: traceTree(lines), lines };
      const detail = `No line of the last day carries ${correlationId}.`;
      throw new Refusal(404, 'no_such_trace', detail, `aurora trace ${correlationId}`);
    },
  };
}
