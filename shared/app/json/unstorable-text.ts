import { type FieldError, jsonPointer } from '../../errors/index.ts';

/**
 * Finds texts that no database stores as they are: NUL (PostgreSQL has none) and lone surrogates (they are no Unicode).
 * In a parsed body both come from escapes only, so a caller looks here only where the text has a `\u`.
 */
export function unstorableTexts(value: unknown): FieldError[] {
  const errors: FieldError[] = [];
  visit(value, [], errors);
  return errors;
}

/** More would tell nobody anything. */
const MOST = 100;

function visit(value: unknown, path: readonly (string | number)[], errors: FieldError[]): void {
  if (errors.length >= MOST) return;
  if (typeof value === 'string') {
    check(value, path, errors);
  } else if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) visit(item, [...path, index], errors);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      check(key, [...path, key], errors);
      visit(member, [...path, key], errors);
    }
  }
}

function check(text: string, path: readonly (string | number)[], errors: FieldError[]): void {
  const message = text.includes('\0') ? 'must not hold a NUL' : text.isWellFormed() ? null : 'must be valid Unicode';
  if (message !== null) errors.push({ path: jsonPointer(path), code: 'invalid_text', message });
}
