import { printable } from '../printable.ts';
import { partsOf } from './log-parts.ts';
import { parseLogLine } from './log-record.ts';

/**
 * A line that a service wrote, as the detail of an error: `12:00:01.123 warn message key=value`, without colours.
 * What is no JSON object stays as it is.
 */
export function readableLine(text: string): string {
  const record = parseLogLine({ service: '', text });
  if (record.msg === text) return printable(text);
  const { clock, level, msg, facts, stack } = partsOf(record);
  return [[clock, level, msg, facts].filter(Boolean).join(' '), ...stack].join('\n');
}
