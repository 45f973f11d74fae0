import type { LogRecord } from '../../../observe/log-record.ts';
import { type Desk, requireService } from '../desk.ts';
import { textIn } from '../http/query.ts';
import { Refusal } from '../http/refusal.ts';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

export interface LogFilter {
  /** Empty: all. */
  readonly services: readonly string[];
  readonly correlationId: string | undefined;
  readonly passes: (record: LogRecord) => boolean;
}

/** @throws Refusal 404, 422 */
export function logFilterOf(desk: Desk, query: URLSearchParams): LogFilter {
  const services = query.getAll('service').filter((name) => name !== '');
  for (const name of services) requireService(desk, name);
  const level = textIn(query, 'level') ?? 'debug';
  const least = LEVELS.indexOf(level);
  if (least < 0) throw new Refusal(422, 'bad_query', `level has to be one of ${LEVELS.join(', ')}.`);
  const grep = textIn(query, 'grep')?.toLowerCase();
  return {
    services,
    correlationId: textIn(query, 'correlationId'),
    passes: (record) =>
      LEVELS.indexOf(record.level) >= least &&
      (grep === undefined || JSON.stringify(record).toLowerCase().includes(grep)),
  };
}
