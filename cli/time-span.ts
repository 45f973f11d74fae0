import { Flags } from './command.ts';

const millisecondsOf: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `30s`, `15m`, `1h` or `7d`; undefined when it is none. */
export function parseTimeSpan(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  return digits === '' ? undefined : Number(digits) * (millisecondsOf[unit] ?? 0);
}

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
