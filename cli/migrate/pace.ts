import { AuroraError } from '../errors.ts';
import { parseShare } from '../parse-share.ts';
import { parseTimeSpan } from '../parse-time-span.ts';

/** How much a run of migrations asks of a database that others use. */
export interface Pace {
  /** How long a statement waits for a lock, in milliseconds: whoever comes after it waits behind it. */
  readonly lockTimeoutMs: number;
  /** How often it tries again for a lock that it did not get. */
  readonly lockRetries: number;
  /** How long one statement may take, in milliseconds; 0: as long as it takes. */
  readonly statementTimeoutMs: number;
  /** The part of the time in which a backfill is at work, above 0 and up to 1; it pauses in the rest. */
  readonly backfillShare: number;
}

const DEFAULT: Pace = { lockTimeoutMs: 3_000, lockRetries: 10, statementTimeoutMs: 0, backfillShare: 0.5 };

/** As the environment has it: `aurora up` and the program in an image take no flags for it. */
export function paceOf(environment: NodeJS.ProcessEnv): Pace {
  const read = (name: string, parse: (text: string) => number | undefined, wanted: string): number | undefined => {
    const text = environment[name];
    if (!text) return undefined;
    return parse(text) ?? wrong(name, text, wanted);
  };
  const span = (name: string) => read(name, parseTimeSpan, 'a time span: 30s, 15m or 1h');
  return {
    ...DEFAULT,
    lockTimeoutMs: span('AURORA_LOCK_TIMEOUT') ?? DEFAULT.lockTimeoutMs,
    statementTimeoutMs: span('AURORA_STATEMENT_TIMEOUT') ?? DEFAULT.statementTimeoutMs,
    backfillShare: read('AURORA_BACKFILL_SHARE', parseShare, 'a percentage: 50%') ?? DEFAULT.backfillShare,
  };
}

function wrong(name: string, text: string, wanted: string): never {
  throw new AuroraError('pace_wrong', `${name} is ${text}, and has to be ${wanted}.`, { exit: 'usage' });
}
