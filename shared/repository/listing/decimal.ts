/** What MySQL's decimals hold in all; the fields of the config have 38 digits at most, 30 of them after the point. */
const DIGITS = 65;

/** A number that every database compares exactly with any of a field. */
export function isDecimal(text: string): boolean {
  const [, whole = '', fraction = ''] = /^-?(\d{1,38})(?:\.(\d{1,30}))?$/.exec(text) ?? [];
  return whole !== '' && whole.length + fraction.length <= DIGITS;
}
