import type { LogLine } from '../runtimes/contract.ts';
import { LEVELS, type Level } from './levels.ts';
import { type LogRecord, parseLogLine, shown } from './log-record.ts';

export interface LogFilterOptions {
  /** This one and above; plain text, such as a crash leaves, passes at any. Absent: all. */
  readonly level?: Level | undefined;
  readonly correlationId?: string | undefined;
  /** Matched against the message, and against each member as people are shown it, `name=value`. */
  readonly grep?: RegExp | undefined;
}

/** What a runtime is asked for: lines are taken apart only where their text does not exclude them already. */
export interface LogFilter {
  readonly contains?: string;
  passes(line: LogLine): boolean;
}

export function logFilter({ level = 'trace', correlationId, grep }: LogFilterOptions): LogFilter {
  const hidden = new Set<string>(LEVELS.slice(0, LEVELS.indexOf(level)));
  const below = [...hidden].map((each) => `{"level":"${each}"`);
  const id = correlationId === undefined ? undefined : `"correlationId":${JSON.stringify(correlationId)}`;
  const contains = id ?? (grep && literalIn(grep));
  return {
    ...(contains !== undefined && { contains }),
    passes(line) {
      const { text } = line;
      if (below.some((begin) => text.startsWith(begin))) return false;
      const isKnown = !text.startsWith('{') || text.startsWith('{"level":"');
      if (isKnown && id === undefined && grep === undefined) return true;
      const record = parseLogLine(line);
      if (!isKnown && hidden.has(record.level)) return false;
      if (correlationId !== undefined && record.correlationId !== correlationId) return false;
      return grep === undefined || matches(record, grep);
    },
  };
}

function matches({ time: _time, service: _service, msg, ...members }: LogRecord, grep: RegExp): boolean {
  return grep.test(msg) || Object.entries(members).some(([name, value]) => grep.test(`${name}=${shown(value)}`));
}

/**
 * The longest text that stands in every line which an expression matches, undefined where that is not plain to see: it may consist of
 * characters that JSON writes as they are, of `.`, and of `=`, which is `":` there.
 */
function literalIn({ source, flags }: RegExp): string | undefined {
  if (flags !== '' || !/^[\w .,:@=-]+$/.test(source)) return undefined;
  return (
    source.split(/[.=]/).reduce((longest, each) => (each.length > longest.length ? each : longest), '') || undefined
  );
}
