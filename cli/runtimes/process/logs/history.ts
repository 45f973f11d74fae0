import type { LogOptions } from '../../contract.ts';
import { linesIn } from './lines.ts';
import { bytesOf, type LogParts } from './parts.ts';
import type { TimedLine } from './timed.ts';

type LogFilters = Pick<LogOptions, 'since' | 'until' | 'contains' | 'passes'>;

/** The lines that a log holds, of the time asked for; null now and then, see `linesIn`. */
export function* history(
  service: string,
  log: LogParts,
  { since, until, contains, passes = () => true }: LogFilters,
): Generator<TimedLine | null> {
  const [from, to] = [since?.toISOString() ?? '', until?.toISOString()];
  const began = new Date(log.parts[0]?.bornAt ?? 0).toISOString();
  for (const line of linesIn(bytesOf(log, since?.getTime() ?? 0), began, contains)) {
    if (line === null) yield null;
    else if (line.time < from || (to !== undefined && line.time > to)) continue;
    else if (passes({ service, text: line.text })) yield { service, ...line };
  }
}
