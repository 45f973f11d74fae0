import { type FieldError, jsonPointer } from '../../errors/index.ts';

/** Where a value stands, from the inside out: most are looked at and never named. */
interface Place {
  readonly key: string | number;
  readonly within: Place | undefined;
}

/** More would tell nobody anything. */
const MOST = 100;
/** In strict UTF-8 both can only be written as escapes. */
const SUSPECT = /\\u(?:0000|d[89a-f])/i;

/**
 * Finds texts and keys that no database stores as they are: NUL (PostgreSQL has none) and lone surrogates (they are no Unicode).
 * @param text the JSON that `value` was parsed from; nearly always a glance at it is enough
 */
export function unstorableTexts(text: string, value: unknown): FieldError[] {
  const errors: FieldError[] = [];
  if (SUSPECT.test(text)) visit(value, undefined, errors);
  return errors;
}

function visit(value: unknown, place: Place | undefined, errors: FieldError[]): void {
  if (errors.length >= MOST) return;
  if (typeof value === 'string') {
    check(value, place, errors);
  } else if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1) visit(value[index], { key: index, within: place }, errors);
  } else if (typeof value === 'object' && value !== null) {
    for (const key of Object.keys(value)) {
      const member = { key, within: place };
      check(key, member, errors);
      visit((value as Record<string, unknown>)[key], member, errors);
    }
  }
}

function check(text: string, place: Place | undefined, errors: FieldError[]): void {
  const message = text.includes('\0') ? 'must not hold a NUL' : text.isWellFormed() ? null : 'must be valid Unicode';
  if (message !== null) errors.push({ path: jsonPointer(pathTo(place)), code: 'invalid_text', message });
}

function pathTo(place: Place | undefined): (string | number)[] {
  const path: (string | number)[] = [];
  for (let each = place; each !== undefined; each = each.within) path.unshift(each.key);
  return path;
}
