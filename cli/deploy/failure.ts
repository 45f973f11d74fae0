import type { AuroraError } from '../errors.ts';
import { LEVELS } from '../observe/levels.ts';
import { partsOf } from '../observe/log-parts.ts';
import { type LogRecord, parseLogLine } from '../observe/log-record.ts';
import { readableLine } from '../observe/readable-line.ts';
import type { Deployment } from './deployment.ts';
import { hasBegun } from './record.ts';

/** Whom an error is about, with what its new version has logged last. */
export async function serviceOf(
  { record, around }: Deployment,
  error: AuroraError,
): Promise<{ readonly service: string | null; readonly lines: readonly string[] }> {
  const change = record.services.find(({ service }) => service === error.facts.service);
  if (!change) return { service: null, lines: [] };
  const { service, to } = change;
  if (!hasBegun(record, 'stand')) return { service, lines: [] };
  try {
    return { service, lines: await around.stage.lastLines(service, to.colour) };
  } catch (cause) {
    // Why the deploy failed says more than why its lines cannot be read.
    return { service, lines: [`its lines cannot be read: ${(cause as Error).message}`] };
  }
}

const FEW = 3;
const CALM = LEVELS.slice(0, LEVELS.indexOf('warn'));

/**
 * Of a version's last lines, to be read: what it complained of, the same complaint once; where it did not complain, the last few. All are in
 * the record.
 */
export function lastWords(lines: readonly string[]): readonly string[] {
  const complaints = new Map(lines.filter((text) => !isCalm(text)).map((text) => [complaintIn(text), text]));
  return (complaints.size > 0 ? [...complaints.values()] : lines.slice(-FEW)).map(readableLine);
}

/** What is no record of a service is the stack of what ended it, or of the runtime. */
function isCalm(text: string): boolean {
  const { level, msg } = recordOf(text);
  return msg !== text && CALM.some((each) => each === level);
}

function complaintIn(text: string): string {
  const { msg, stack } = partsOf(recordOf(text));
  return [msg, ...stack].join('\n');
}

function recordOf(text: string): LogRecord {
  return parseLogLine({ service: '', text });
}
