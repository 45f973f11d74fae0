import { Flags } from './command.ts';
import { parseTimeSpan } from './parse-time-span.ts';

/** A flag whose value is a time span, in milliseconds: `--expires 15m`, `--since 5m`. */
export const timeSpanFlag = Flags.custom<number>({
  helpValue: '30s|15m|1h|7d',
  async parse(text) {
    const milliseconds = parseTimeSpan(text);
    if (milliseconds === undefined)
      throw new Error(`${text} is no time span: a number and a unit, as in 30s, 15m, 1h or 7d`);
    return milliseconds;
  },
});
