const whole = new Intl.NumberFormat('en');

/** Three digits that count, so that columns stay narrow. */
function digits(value: number): string {
  if (value >= 100) return whole.format(Math.round(value));
  if (value >= 10) return value.toFixed(1).replace(/\.0$/, '');
  return value.toFixed(2).replace(/\.?0+$/, '');
}

const NONE = '–';
type Maybe = number | null | undefined;

export const count = (value: Maybe): string => (value == null ? NONE : whole.format(value));
export const rate = (value: Maybe): string => (value == null ? NONE : `${digits(value)}/s`);
export const percent = (share: Maybe): string => (share == null ? NONE : `${digits(share * 100)} %`);
export const mb = (value: Maybe): string => (value == null ? NONE : `${digits(value)} MB`);

export function ms(value: Maybe): string {
  if (value == null) return NONE;
  return value < 1_000 ? `${digits(value)} ms` : `${digits(value / 1_000)} s`;
}

/** e.g. `3 min`. */
export function span(seconds: number): string {
  const past = Math.max(0, seconds);
  if (past < 60) return `${Math.round(past)} s`;
  if (past < 3_600) return `${Math.floor(past / 60)} min`;
  if (past < 86_400) return `${Math.floor(past / 3_600)} h`;
  return `${Math.floor(past / 86_400)} d`;
}

export const ago = (iso: string, now: number): string => `${span((now - Date.parse(iso)) / 1_000)} ago`;

const clockFormat = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});
export const clock = (iso: string): string => formatted(clockFormat, iso);

const dayFormat = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
export const day = (iso: string): string => formatted(dayFormat, iso);

/** What a service writes as a time may be none, and stays as it is. */
function formatted(format: Intl.DateTimeFormat, iso: string): string {
  const date = new Date(iso);
  return Number.isNaN(date.getTime()) ? iso : format.format(date);
}
