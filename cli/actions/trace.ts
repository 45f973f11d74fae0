import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { type LogRecord, parseLogLine } from '../observe/log-record.ts';
import { type TraceNode, traceTree } from '../observe/trace/index.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { logs } from './logs.ts';

/** More is a client's that gives all its requests one id. */
const MOST_LINES = 50_000;

export interface TraceStory {
  readonly correlationId: string;
  readonly roots: readonly TraceNode[];
  /** All that was logged for it, oldest first. */
  readonly lines: readonly LogRecord[];
  /** There are more lines than are looked at. */
  readonly truncated: boolean;
}

/** A correlation id's story, from the fleet's logs. @throws AuroraError `no_such_trace` */
export async function trace(fleet: Fleet, runtime: Runtime, correlationId: string, since?: Date): Promise<TraceStory> {
  const lines: LogRecord[] = [];
  let truncated = false;
  const query = { services: [], follow: false, correlationId, ...(since && { since }) };
  for await (const line of logs(fleet, runtime, query)) {
    truncated = lines.length === MOST_LINES;
    if (truncated) break;
    lines.push(line);
  }
  if (lines.length === 0) throw await noSuchTrace(fleet, runtime, correlationId, since);
  return { correlationId, roots: traceTree(lines), lines, truncated };
}

async function noSuchTrace(fleet: Fleet, runtime: Runtime, id: string, since: Date | undefined): Promise<AuroraError> {
  const first = await beginningOf(fleet, runtime);
  const reach =
    first === undefined
      ? 'There are no logs here: the fleet has not run yet, or `aurora down` took its containers and their logs away.'
      : `The logs go back to ${first}.`;
  return new AuroraError('no_such_trace', `No line of the logs has the correlation id ${id}.`, {
    exit: 'failed',
    details: [
      since ? `Looked at since ${since.toISOString()}.` : reach,
      'It is in the header X-Correlation-Id of each answer, and in the member correlationId of each error.',
      'One with other characters than letters, digits and . _ : - or with more than 128 is replaced by the gateway.',
    ],
    next: first === undefined ? 'aurora up -d' : 'aurora logs --tail 5',
  });
}

/** The time of the first line that there is. */
async function beginningOf(fleet: Fleet, runtime: Runtime): Promise<string | undefined> {
  for await (const line of runtime.logs(fleet, { services: [], follow: false })) {
    const { time } = parseLogLine(line);
    if (time !== null) return time;
  }
  return undefined;
}
