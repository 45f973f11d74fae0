import { Misfit } from '../fit/misfit.ts';
import type { Step } from './step.ts';

const PARTS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MM: '(?<month>\\d{2})',
  DD: '(?<date>\\d{2})',
  HH: '(?<hour>\\d{2})',
  mm: '(?<minute>\\d{2})',
  ss: '(?<second>\\d{2})',
  SSS: '(?<fraction>\\d{3})',
};
const BAD = new Misfit('bad_date');

/** Dates and times that are written in some other way, as ISO 8601 has them. */
export function format(written: string): Step {
  if (written === 'unix' || written === 'unix-ms') return ofNumber(written === 'unix' ? 1_000 : 1);
  const source = written.replace(/YYYY|SSS|MM|DD|HH|mm|ss|[\\^$.*+?()[\]{}|]/g, (part) => PARTS[part] ?? `\\${part}`);
  const form = new RegExp(`^${source}$`);
  // What is written that way already is looked at by whoever takes it.
  if (written === 'YYYY-MM-DD HH:mm:ss') return (text) => (text.length === 19 && form.test(text) ? text : BAD);
  return (text) => {
    const found = form.exec(text)?.groups;
    if (!found) return BAD;
    const { year, month, date, hour = '00', minute = '00', second = '00', fraction = '000' } = found;
    return `${year}-${month}-${date} ${hour}:${minute}:${second}.${fraction}`;
  };
}

/** Zero is where programs put nothing, and no time that anybody means. */
function ofNumber(milliseconds: number): Step {
  const zero = new Misfit('zero_date');
  return (text) => {
    if (!/^-?\d{1,14}(?:\.\d+)?$/.test(text)) return BAD;
    const time = Math.trunc(Number(text) * milliseconds);
    if (time === 0) return zero;
    const moment = new Date(time);
    return Number.isNaN(moment.getTime()) ? BAD : moment.toISOString();
  };
}
