import { type FieldError, jsonPointer } from '../../errors/index.ts';

/** ECMAScript's `JSON.parse` also tells the text that a value was made from; TypeScript does not know that yet. */
type Parse = (text: string, revive: (this: object, key: string, value: unknown, made: Made) => unknown) => unknown;
interface Made {
  readonly source?: string;
}

/** More would tell nobody anything. */
const MOST = 100;
/** A double keeps any 15 digits (IEEE 754); nothing shorter without an exponent can be lost. */
const SUSPECT = /(?:^|[:,[\s])-?(?:\d[\d.]{15}|\d[\d.]*[eE])/;

/**
 * Finds the numbers that would be stored as others, or as none at all: 9007199254740993, 1e400. `1e2` and `100` are the same.
 * @param text valid JSON; nearly always a glance at it is enough
 */
export function inexactNumbers(text: string): FieldError[] {
  if (!SUSPECT.test(text)) return [];
  /** Objects and arrays with the paths to what is wrong within each: values are met from the inside out. */
  const wrong = new Map<unknown, (string | number)[][]>();
  let outermost: object | undefined;
  (JSON.parse as Parse)(text, function (key, value, { source = '' }) {
    outermost = this;
    const paths = typeof value === 'number' && !isExact(source, value) ? [[]] : (wrong.get(value) ?? []);
    if (paths.length > 0) {
      const before = wrong.get(this) ?? [];
      wrong.set(this, [...before, ...paths.map((path) => [key, ...path])].slice(0, MOST));
    }
    return value;
  });
  // The outermost holder has the whole text under an empty key.
  return (wrong.get(outermost) ?? []).map(([, ...path]) => ({
    path: jsonPointer(path),
    code: 'inexact_number',
    message: 'must be a number that a double keeps (IEEE 754)',
  }));
}

function isExact(source: string, value: number): boolean {
  return Number.isFinite(value) && normal(source) === normal(String(value));
}

/** The significant digits of a number and the power of ten that the last one stands for. */
function normal(number: string): string {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  // Not by a search for the zeros at the end, which takes the square of the time where many stand further in.
  const significant = /^\d*[1-9]/.exec(digits)?.[0] ?? '';
  if (significant === '') return '0';
  return `${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
