import type { LogLine } from '../runtimes/contract.ts';

/** A log line as `aurora logs --json` prints it. */
export interface LogRecord {
  /** ISO 8601; null for a line that a service did not write as JSON, such as a crash's stack. */
  readonly time: string | null;
  readonly level: string;
  readonly service: string;
  readonly msg: string;
  readonly correlationId?: string;
  readonly traceId?: string;
  readonly [member: string]: unknown;
}

/** What a service wrote, as a record; plain text becomes the message of one. */
export function parseLogLine({ service, text }: LogLine): LogRecord {
  const parsed = text.startsWith('{') ? parseObject(text) : undefined;
  if (!parsed) return { time: null, level: 'info', service, msg: text };
  // Whose log it stands in is known better than what the line claims.
  const { time, level = 'info', service: _claimed, msg = '', ...rest } = parsed;
  return { time: typeof time === 'string' ? time : null, level: shown(level), service, msg: shown(msg), ...rest };
}

/** A member's value as people are shown it. */
export function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a line that merely begins like JSON is text
  }
}
