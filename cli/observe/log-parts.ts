import { printable } from '../printable.ts';
import { type LogRecord, shown } from './log-record.ts';

/** What a person is shown of a record, safe to print, not yet put in order or coloured. */
export interface LogParts {
  /** Time of day in UTC, `12:00:01.123`; empty where the record has no time. */
  readonly clock: string;
  readonly level: string;
  readonly msg: string;
  /** The rest as `name=value`. */
  readonly facts: string;
  /** Indented lines of an error's stack. */
  readonly stack: readonly string[];
}

/** The stack stands apart; what it was and where in its trace is noise to somebody who watches, and `aurora trace` shows it. */
const HIDDEN = new Set(['err', 'version', 'traceId', 'spanId', 'parentSpanId', 'causationId']);

export function partsOf({ time, level, service: _named, msg, ...rest }: LogRecord): LogParts {
  const facts = Object.entries(rest)
    .filter(([name, value]) => value !== undefined && !HIDDEN.has(name) && !(name === 'colour' && value === null))
    .map(([name, value]) => `${name}=${shown(value)}`);
  return {
    clock: printable(time?.slice(11, 23) ?? ''),
    level: printable(level),
    msg: printable(msg),
    facts: printable(facts.join(' ')),
    stack: stackOf(rest.err),
  };
}

function stackOf(error: unknown): string[] {
  const { stack, message } = Object(error) as { stack?: unknown; message?: unknown };
  const text = stack ?? message;
  return typeof text === 'string' ? text.split('\n').map((line) => `    ${printable(line.trim())}`) : [];
}
