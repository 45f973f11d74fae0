import { printable } from '../../printable.ts';
import type { TraceNode } from './node.ts';

/** What a node was, and what came of it, in few words: `POST /api/v1/orders → 201`, `handles order.created.v1, attempt 2`. */
export function labelOf({ kind, name, attributes }: TraceNode): string {
  const status = attributes['http.response.status_code'];
  if (kind === 'server' || kind === 'client') return printable(status === undefined ? name : `${name} → ${status}`);
  if (kind === 'producer') return printable(`event ${name}`);
  if (kind !== 'consumer') return printable(name);
  const { 'aurora.attempt': attempt, 'aurora.outcome': outcome, 'aurora.retry_in_ms': retry } = attributes;
  const parts = [
    `handles ${name}`,
    ...(Number(attempt) > 1 ? [`attempt ${attempt}`] : []),
    ...(OUTCOMES[String(outcome)] ?? []),
    ...(typeof retry === 'number' ? [`again in ${timeText(retry)}`] : []),
  ];
  return printable(parts.join(', '));
}

/** What the consumers' lines say; that it was handled is no news. */
const OUTCOMES: Readonly<Record<string, readonly string[]>> = {
  'event failed': ['failed'],
  'event failed and will come again': ['failed'],
  'event parked': ['parked'],
  'event handled before': ['had been handled before'],
};

/** Milliseconds as people read them: `0.42 ms`, `7.1 ms`, `120 ms`, `1.53 s`, `2 min 5 s`. */
export function timeText(ms: number): string {
  if (ms < 1) return `${Number(ms.toFixed(2))} ms`;
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`;
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(2)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
