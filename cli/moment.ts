import { Flags } from './command.ts';
import { parseMoment } from './parse-moment.ts';

/** A flag whose value is a moment: `--since 5m`, `--until 2026-01-31T12:00:00Z`. */
export const momentFlag = Flags.custom<Date>({
  helpValue: '5m|TIME',
  async parse(text) {
    const moment = parseMoment(text);
    if (moment === undefined)
      throw new Error(
        `${text} is no moment: so long ago, as in 30s, 5m, 1h or 7d, or a time in UTC, as in 2026-01-31T12:00:00Z`,
      );
    return moment;
  },
});
