import { styleText } from 'node:util';
import { printable } from '../printable.ts';
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

/** The stack follows on lines of its own; version and trace are noise to somebody who watches. */
const HIDDEN = new Set(['err', 'version', 'traceId']);

/**
 * A record for people: time of day (UTC), level, service, message, and the rest as `name=value`.
 * @param width of the column of the service
 */
export function prettyLog({ time, level, service, msg, ...rest }: LogRecord, width: number): string {
  const paint = (colour: Colour, text: string) => styleText(colour, text, { stream: process.stdout });
  const facts = Object.entries(rest)
    .filter(([name, value]) => value !== undefined && !HIDDEN.has(name))
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const line = [
    paint('dim', time === null ? ' '.repeat(12) : printable(time.slice(11, 23))),
    paint(COLOURS[level] ?? 'green', printable(level).padEnd(5)),
    paint('cyan', service.padEnd(width)),
    printable(msg),
    ...(facts.length > 0 ? [paint('dim', printable(facts.join(' ')))] : []),
  ];
  return [line.join(' '), ...stackOf(rest.err)].join('\n');
}

function stackOf(error: unknown): string[] {
  const { stack, message } = Object(error) as { stack?: unknown; message?: unknown };
  const text = stack ?? message;
  return typeof text === 'string' ? text.split('\n').map((line) => `    ${printable(line.trim())}`) : [];
}
