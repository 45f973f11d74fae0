import { Refusal } from './refusal.ts';

/** A whole number of the query, within its bounds. @throws Refusal 422 */
export function numberIn(
  query: URLSearchParams,
  name: string,
  { least, most, fallback }: { readonly least: number; readonly most: number; readonly fallback: number },
): number {
  const text = query.get(name);
  if (text === null || text === '') return fallback;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new Refusal(422, 'bad_query', `${name} has to be a whole number from ${least} to ${most}.`);
}

/** Undefined: it is not in the query, or empty. @throws Refusal 422 */
export function textIn(query: URLSearchParams, name: string, most = 200): string | undefined {
  const text = query.get(name);
  if (text !== null && text.length > most)
    throw new Refusal(422, 'bad_query', `${name} has at most ${most} characters.`);
  return text || undefined;
}

/** A moment in ISO 8601, or so long ago, e.g. `5m`; as epoch milliseconds. @throws Refusal 422 */
export function momentIn(query: URLSearchParams, name: string, now: number): number | undefined {
  const text = textIn(query, name);
  if (text === undefined) return undefined;
  const [, amount, unit = ''] = /^(\d+)(s|m|h|d)$/.exec(text) ?? [];
  const moment = amount === undefined ? Date.parse(text) : now - Number(amount) * (UNITS[unit] ?? 0);
  if (!Number.isNaN(moment)) return moment;
  throw new Refusal(422, 'bad_query', `${name} has to be a time such as 2026-01-31T12:00:00Z, or an age such as 5m.`);
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
