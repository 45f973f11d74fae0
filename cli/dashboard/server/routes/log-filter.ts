import { LEVELS } from '../../../observe/levels.ts';
import type { LogFilterOptions } from '../../../observe/log-filter.ts';
import { type Desk, requireService } from '../desk.ts';
import { textIn } from '../http/query.ts';
import { Refusal } from '../http/refusal.ts';

export interface AskedLines extends LogFilterOptions {
  /** Empty: all. */
  readonly services: readonly string[];
}

/** Which lines a query asks for; spans only if it says so. @throws Refusal 404, 422 */
export function linesAskedFor(desk: Desk, query: URLSearchParams): AskedLines {
  const services = query.getAll('service').filter((name) => name !== '');
  for (const name of services) requireService(desk, name);
  const wanted = textIn(query, 'level') ?? 'debug';
  const level = LEVELS.find((each) => each === wanted);
  if (!level) throw new Refusal(422, 'bad_query', `level has to be one of ${LEVELS.join(', ')}.`);
  const text = textIn(query, 'grep');
  // People type what they see; an expression of somebody's could keep this process busy for hours.
  const grep = text === undefined ? undefined : new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'i');
  return { services, level, grep, correlationId: textIn(query, 'correlationId') };
}
