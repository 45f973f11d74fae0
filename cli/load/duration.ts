const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

/** Milliseconds of `500ms`, `30s`, `2m` or `1h`; undefined when it is none. */
export function durationOf(text: string): number | undefined {
  const [, digits, unit = ''] = /^([1-9]\d{0,8})(ms|s|m|h)$/.exec(text) ?? [];
  return digits === undefined ? undefined : Number(digits) * (MILLISECONDS[unit] ?? 0);
}
