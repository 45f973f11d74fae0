import type { Fleet } from '../config/model.ts';
import { type LogRecord, parseLogLine } from '../observe/log-record.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { requireServices } from './running.ts';

export interface LogQuery {
  /** Empty: all. */
  readonly services: readonly string[];
  readonly correlationId?: string | undefined;
  /** Only lines that are younger, in milliseconds. */
  readonly sinceMs?: number | undefined;
  readonly follow: boolean;
  readonly signal?: AbortSignal;
}

/** The fleet's log lines, oldest first; also of a fleet that is down, as far as its logs are there. */
export async function* logs(fleet: Fleet, runtime: Runtime, query: LogQuery): AsyncGenerator<LogRecord> {
  requireServices(fleet, query.services);
  const { services, sinceMs, follow, signal, correlationId } = query;
  const since = sinceMs === undefined ? {} : { since: new Date(Date.now() - sinceMs) };
  for await (const line of runtime.logs(fleet, { services, follow, ...since, ...(signal && { signal }) })) {
    const record = parseLogLine(line);
    if (correlationId === undefined || record.correlationId === correlationId) yield record;
  }
}
