import { AuroraError } from '../errors.ts';
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

/** As the environment has it, for those who take no flags: `aurora up`, and the program in an image. */
export function paceOf(environment: NodeJS.ProcessEnv): Pace {
  const span = (name: string) => {
    const text = environment[name];
    return text ? (parseTimeSpan(text) ?? wrong(name, text, 'a time span: 30s, 15m or 1h')) : undefined;
  };
  const { AURORA_BACKFILL_SHARE: share } = environment;
  return {
    ...DEFAULT,
    lockTimeoutMs: span('AURORA_LOCK_TIMEOUT') ?? DEFAULT.lockTimeoutMs,
    statementTimeoutMs: span('AURORA_STATEMENT_TIMEOUT') ?? DEFAULT.statementTimeoutMs,
    backfillShare: share
      ? (parseShare(share) ?? wrong('AURORA_BACKFILL_SHARE', share, 'a percentage: 50%'))
      : DEFAULT.backfillShare,
  };
}

/** `50%` is 0.5; undefined: it is none of 1% to 100%. */
export function parseShare(text: string): number | undefined {
  const percent = Number(/^(\d{1,3})%$/.exec(text)?.[1]);
  return percent >= 1 && percent <= 100 ? percent / 100 : undefined;
}

function wrong(name: string, text: string, wanted: string): never {
  throw new AuroraError('usage', `${name} is ${text}, and has to be ${wanted}.`, { exit: 'usage' });
}
