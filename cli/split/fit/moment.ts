import { type Fit, Misfit } from './misfit.ts';

const DAY = /^(\d{4})-(\d\d)-(\d\d)/;
const MOMENT = /^(\d{4})-(\d\d)-(\d\d)(?:[ T](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)? ?(Z|[-+]\d\d(?::?\d\d)?)?$/;
const ZERO = new Misfit('zero_date');
const NONE = new Misfit('bad_date');
const MINUTE = 60_000;

/** `YYYY-MM-DD`; a time behind it is left away. */
export function day(min: string | undefined, max: string | undefined): Fit {
  const outside = new Misfit('out_of_range', `not within ${min ?? 'the first'} to ${max ?? 'the last'} day`);
  return (value) => {
    const found = (value.length === 10 ? DAY : MOMENT).exec(value);
    if (!found) return NONE;
    const wrong = mistakeOf(Number(found[1]), Number(found[2]), Number(found[3]));
    if (wrong) return wrong;
    const text = value.slice(0, 10);
    return (min !== undefined && text < min) || (max !== undefined && text > max) ? outside : text;
  };
}

/** `YYYY-MM-DD HH:MM:SS.mmm` in UTC. @param offset of what has no zone, in minutes east of it */
export function moment(offset: number): Fit {
  return (value) => {
    if (offset === 0 && value.length === 19 && isPlain(value)) return `${value}.000`;
    const found = MOMENT.exec(value);
    if (!found) return NONE;
    const [, year, month, date, hour = '00', minute = '00', second = '00', fraction = '', zone] = found;
    const wrong = mistakeOf(Number(year), Number(month), Number(date));
    if (wrong) return wrong;
    if (hour > '23' || minute > '59' || second > '59') return NONE;
    const text = `${year}-${month}-${date} ${hour}:${minute}:${second}.${`${fraction}000`.slice(0, 3)}`;
    const east = zone === undefined ? offset : offsetOf(zone);
    if (east === 0) return text;
    const time = Date.parse(`${text.replace(' ', 'T')}Z`) - east * MINUTE;
    const utc = new Date(time).toISOString();
    return utc.length === 24 ? `${utc.slice(0, 10)} ${utc.slice(11, 23)}` : NONE;
  };
}

/** Whether it is `YYYY-MM-DD HH:MM:SS` of a day that every month has: most are, and the others are looked at more closely. */
function isPlain(value: string): boolean {
  const two = (at: number) => {
    const [tens, ones] = [value.charCodeAt(at) - 48, value.charCodeAt(at + 1) - 48];
    return tens < 0 || tens > 9 || ones < 0 || ones > 9 ? Number.NaN : tens * 10 + ones;
  };
  const [month, date] = [two(5), two(8)];
  if (value[4] !== '-' || value[7] !== '-' || value[10] !== ' ' || value[13] !== ':' || value[16] !== ':') return false;
  return (
    two(0) * 100 + two(2) > 0 &&
    month >= 1 &&
    month <= 12 &&
    date >= 1 &&
    date <= 28 &&
    two(11) < 24 &&
    two(14) < 60 &&
    two(17) < 60
  );
}

/** `+02:00` → 120. */
export function offsetOf(zone: string): number {
  if (zone === 'Z' || zone === 'UTC') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || 0);
  return zone.startsWith('-') ? -minutes : minutes;
}

function mistakeOf(year: number, month: number, date: number): Misfit | undefined {
  if (year === 0 || month === 0 || date === 0) return ZERO;
  if (month > 12 || date > 31 || (date > 28 && date > daysIn(year, month))) return NONE;
  return undefined;
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
