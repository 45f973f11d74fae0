const millisecondsOf: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Milliseconds of `30s`, `15m`, `1h` or `7d`; undefined when it is none. */
export function parseTimeSpan(text: string): number | undefined {
  const [, digits = '', unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? [];
  return digits === '' ? undefined : Number(digits) * (millisecondsOf[unit] ?? 0);
}
