import { endOfString } from './depth.ts';

const QUOTE = 0x22;
const COLON = 0x3a;

/**
 * Whether an object in a JSON text has two members of one name. Readers differ in which of the two they take (RFC 8259, section 4), so
 * what was checked might not be what is done.
 * @param text valid JSON
 * @param value what it was parsed to
 */
export function repeatsNames(text: string, value: unknown): boolean {
  return membersIn(text) !== membersOf(value);
}

function membersIn(text: string): number {
  let members = 0;
  for (let index = 0; index < text.length; index += 1) {
    const char = text.charCodeAt(index);
    if (char === QUOTE) index = endOfString(text, index);
    else if (char === COLON) members += 1;
  }
  return members;
}

function membersOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const within = Object.values(value);
  return within.reduce((sum, each) => sum + membersOf(each), Array.isArray(value) ? 0 : within.length);
}
