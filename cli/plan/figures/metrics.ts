import { processIn } from '../../load/beside.ts';
import type { Work } from './contract.ts';

/** What a process has done since its start, as its own metrics tell. */
export interface Counted extends Work {
  readonly memoryMb: number;
}

/** Undefined: these are no metrics of a service. */
export function countedIn(metrics: string): Counted | undefined {
  const own = processIn(metrics);
  if (!own) return undefined;
  return {
    memoryMb: own.memoryMb,
    cpuMs: own.cpuSeconds * 1000,
    requests: sumOf(metrics, 'http_request_duration_seconds_count'),
    databaseMs: sumOf(metrics, 'database_call_duration_seconds_sum') * 1000,
    published: sumOf(metrics, 'events_published_total', 'outcome="sent"'),
    handled: sumOf(metrics, 'events_handled_total', 'outcome="handled"'),
  };
}

/** Of all series of that name, or those with the label. */
function sumOf(metrics: string, name: string, label = ''): number {
  const series = metrics.matchAll(new RegExp(`^${name}(\\{.*\\})? (\\S+)`, 'gm'));
  return [...series]
    .filter(([, labels = '']) => labels.includes(label))
    .reduce((sum, [, , value]) => sum + Number(value), 0);
}
