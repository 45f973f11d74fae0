import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { type LogFilterOptions, logFilter } from '../observe/log-filter.ts';
import { type LogRecord, parseLogLine } from '../observe/log-record.ts';
import type { LogOptions, Runtime } from '../runtimes/contract.ts';
import { requireServices } from './running.ts';

/** Lines of `services` (none: all), of a time, and of each service only the last `tail` of what is there already. */
export type LogQuery = LogFilterOptions & Omit<LogOptions, 'contains' | 'passes'>;

/** The fleet's log lines, oldest first; also of a fleet that is down, as far as its logs are there. */
export async function* logs(fleet: Fleet, runtime: Runtime, query: LogQuery): AsyncGenerator<LogRecord> {
  const { level, correlationId, grep, ...options } = query;
  requireServices(fleet, options.services);
  requireTime(options);
  const filter = logFilter({ level, correlationId, grep });
  for await (const line of runtime.logs(fleet, { ...options, ...filter })) yield parseLogLine(line);
}

function requireTime({ since, until }: LogOptions): void {
  if (!since || !until || since <= until) return;
  throw new AuroraError('no_such_time', `${since.toISOString()} (--since) is after ${until.toISOString()} (--until).`, {
    exit: 'usage',
    next: 'aurora logs --since 2h --until 1h',
  });
}
