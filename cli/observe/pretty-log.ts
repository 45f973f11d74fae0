import { styleText } from 'node:util';
import { printable } from '../printable.ts';
import { partsOf } from './log-parts.ts';
import type { LogRecord } from './log-record.ts';

type Colour = Parameters<typeof styleText>[0];

const COLOURS: Record<string, Colour> = {
  trace: 'dim',
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
  fatal: 'red',
};
const CLOCK_WIDTH = '12:00:01.123'.length;

/** A record as other programs take lines: the whole time, level, service, message, and the rest as `name=value`. */
export function plainLog(record: LogRecord): string {
  const { level, msg, facts, stack } = partsOf(record);
  const line = [printable(record.time ?? '-'), level, record.service, msg, facts].filter(Boolean).join(' ');
  return [line, ...stack].join('\n');
}

/**
 * A record in colours: time of day (UTC), level, service, message, and the rest as `name=value`.
 * @param width of the column of the service
 */
export function prettyLog(record: LogRecord, width: number): string {
  const paint = (colour: Colour, text: string) => styleText(colour, text, { stream: process.stdout });
  const { clock, level, msg, facts, stack } = partsOf(record);
  const line = [
    paint('dim', clock.padEnd(CLOCK_WIDTH)),
    paint(COLOURS[level] ?? 'green', level.padEnd(5)),
    paint('cyan', record.service.padEnd(width)),
    msg,
    ...(facts ? [paint('dim', facts)] : []),
  ];
  return [line.join(' '), ...stack].join('\n');
}
