import { createHash } from 'node:crypto';

/**
 * Ids of what came out of the old database: UUIDv7s (RFC 9562, 5.7) that anybody can compute from a name, as a rule the table's,
 * and the old key, so that a reference needs no look-up and every run makes the same. They keep the order of whole-number keys,
 * and sort before whatever is created later.
 */
export interface Identity {
  /** The id for a key as text; of several columns the text of `composite`. */
  of(key: string): string;
}

/** 2000-01-01T00:00:00Z, in milliseconds. */
const BEGINNING = 946_684_800_000;
/** Twelve bits of a key lie in `rand_a`, the others count as milliseconds: 2^51 comes to 17 years, and to ids before those of seeds. */
const LOW = 4096;
const MOST = 2 ** 51;
/** Beginnings that are remembered, enough for four hundred million keys in a row. */
const MANY = 100_000;
/** Odd, so that multiplying by it loses nothing (Knuth, 6.4: the golden ratio). */
const SPREAD = 0x9e3779b1;

export function identity(name: string): Identity {
  const hash = createHash('sha256').update(`aurora split ${name}`).digest();
  const variant = hex((0x8000 | (hash.readUInt16BE(0) & 0x3fff)) >>> 0, 4);
  const high = hex(hash.readUInt16BE(2), 4);
  const low = hash.readUInt32BE(4);

  const middle = `-${variant}-${high}`;
  // Thousands of keys have the same beginning.
  const beginnings = new Map<number, string>();

  // The end is spread by the key: what is kept by the end of an id, such as contents of files, must not end alike.
  const ofNumber = (key: number) => {
    const low12 = key % LOW;
    const block = (key - low12) / LOW;
    let beginning = beginnings.get(block);
    if (beginning === undefined) {
      const time = hex(BEGINNING + block, 12);
      beginning = `${time.slice(0, 8)}-${time.slice(8)}-7`;
      if (beginnings.size < MANY) beginnings.set(block, beginning);
    }
    const tail = low ^ Math.imul((key ^ (key / 2 ** 32)) | 0, SPREAD);
    return `${beginning}${THREE[low12]}${middle}${TWO[tail >>> 24]}${TWO[(tail >>> 16) & 255]}${TWO[(tail >>> 8) & 255]}${TWO[tail & 255]}`;
  };

  return {
    of(key) {
      const number = wholeNumber(key);
      return number === undefined ? ofText(name, key) : ofNumber(number);
    },
  };
}

/** Whether an id is of this making: what services create now has a later time. */
export function isMade(id: string): boolean {
  const number = numberIn(id);
  return id[14] === '7' && number >= 0 && number < MOST;
}

/** The whole number that an id was made of, if it was. */
export function numberIn(id: string): number {
  const time = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return (time - BEGINNING) * LOW + Number.parseInt(id.slice(15, 18), 16);
}

/** Keys of several columns, as one text that no other values have. */
export function composite(parts: readonly string[]): string {
  return parts.length === 1 ? (parts[0] as string) : JSON.stringify(parts);
}

/** All other keys have the same time, and for the rest a hash. */
function ofText(name: string, key: string): string {
  const bytes = createHash('sha256').update(`aurora split ${name}\0${key}`).digest().subarray(0, 16);
  bytes.writeUIntBE(BEGINNING, 0, 6);
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** As databases spell it, so that `7` is the same key whatever type the columns have, and `07` another. */
function wholeNumber(key: string): number | undefined {
  const { length } = key;
  if (length === 0 || length > 16 || (length > 1 && key.charCodeAt(0) === 0x30)) return undefined;
  let number = 0;
  for (let at = 0; at < length; at++) {
    const digit = key.charCodeAt(at) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    number = number * 10 + digit;
  }
  return number < MOST ? number : undefined;
}

/** Each byte, and each twelve bits, in hexadecimal digits: to look them up costs a tenth. */
const TWO = Array.from({ length: 256 }, (_, byte) => hex(byte, 2));
const THREE = Array.from({ length: LOW }, (_, bits) => hex(bits, 3));

function hex(number: number, digits: number): string {
  return number.toString(16).padStart(digits, '0');
}
