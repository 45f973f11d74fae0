import { Flags } from './command.ts';
import { parseShare } from './parse-share.ts';
import { timeSpanFlag } from './time-span.ts';

const shareFlag = Flags.custom<number>({
  helpValue: '1%…100%',
  async parse(text) {
    const share = parseShare(text);
    if (share === undefined) throw new Error(`${text} is no share of the time: a percentage, as in 50%`);
    return share;
  },
});

/** How much migrations ask of a database that others use. */
export const paceFlags = () => ({
  'lock-timeout': timeSpanFlag({
    description: 'how long a statement waits for a lock before it lets others pass, and tries again [default: 3s]',
    env: 'AURORA_LOCK_TIMEOUT',
  }),
  'statement-timeout': timeSpanFlag({
    description: 'how long a statement may take; not of what is built concurrently [default: as long as it takes]',
    env: 'AURORA_STATEMENT_TIMEOUT',
  }),
  'backfill-share': shareFlag({
    description: 'the part of the time in which a backfill is at work [default: 50%]',
    env: 'AURORA_BACKFILL_SHARE',
  }),
});

/** What of them was given, as the runner of migrations takes it. */
export function givenPace(flags: Readonly<Partial<Record<keyof ReturnType<typeof paceFlags>, number>>>) {
  const given = {
    lockTimeoutMs: flags['lock-timeout'],
    statementTimeoutMs: flags['statement-timeout'],
    backfillShare: flags['backfill-share'],
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
