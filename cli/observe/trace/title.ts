import type { LogRecord } from '../log-record.ts';
import { timeText } from './label.ts';
import type { TraceNode } from './node.ts';
import { summaryOf } from './summary.ts';

/** What stands above the tree: `my-first: 3 services, 48 ms, 2026-01-31 12:00:01 UTC, failed`. */
export function traceTitle(story: {
  readonly correlationId: string;
  readonly roots: readonly TraceNode[];
  readonly lines: readonly LogRecord[];
}): string {
  const { correlationId, roots, lines } = story;
  const summary = summaryOf(correlationId, roots);
  if (!summary) return `${correlationId}: ${lines.length} lines, of which none says where in a trace it stands`;
  const { services, durationMs, startedAt, failed } = summary;
  const facts = [
    ...(roots.length > 1 ? [`${roots.length} requests`] : []),
    services.length === 1 ? '1 service' : `${services.length} services`,
    timeText(durationMs),
    `${startedAt.slice(0, 19).replace('T', ' ')} UTC`,
    ...(failed ? ['failed'] : []),
  ];
  return `${correlationId}: ${facts.join(', ')}`;
}
