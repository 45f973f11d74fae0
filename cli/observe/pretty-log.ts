import { styleText } from 'node:util';
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

/** A record for people: time of day, level, service, message, and the rest as `name=value`. */
export function prettyLog({ time, level, service, msg, ...rest }: LogRecord, width: number): string {
  const paint = (colour: Colour, text: string) => styleText(colour, text, { stream: process.stdout });
  const clock = time === null ? ' '.repeat(12) : time.slice(11, 23);
  const facts = Object.entries(rest)
    .filter(([name, value]) => value !== undefined && !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const { stack } = Object(rest.err) as { stack?: string };
  return [
    paint('dim', clock),
    paint(COLOURS[level] ?? 'green', level.padEnd(5)),
    paint('cyan', service.padEnd(width)),
    msg,
    paint('dim', facts.join(' ')),
  ]
    .join(' ')
    .trimEnd()
    .concat(stack ? `\n${stack}` : '');
}

/** The stack follows on lines of its own; version and trace are noise to somebody who watches. */
const HIDDEN = new Set(['err', 'version', 'traceId']);
