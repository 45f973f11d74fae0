/** How one environment variable is read. */
export interface Variable<T> {
  /** As it is spelled in the environment, e.g. `DATABASE_URL`. */
  readonly name: string;
  /** What it is for, in a few words: shown where it is missing. */
  readonly about: string;
  /** Turns the text into the value; throws a RangeError that says what is expected, without quoting the text. */
  readonly parse: (text: string) => T;
  /** Used when it is not set; a variable without one is required. */
  readonly fallback?: T;
  /** Its text is never shown in a message. */
  readonly secret?: boolean;
}

/** Any text. */
export function text(value: string): string {
  return value;
}

/** A whole number within bounds, both included. */
export function integer(min: number, max: number): (text: string) => number {
  return (value) => {
    const number = Number(value);
    if (!/^\d+$/.test(value) || number < min || number > max) {
      throw new RangeError(`must be a whole number from ${min} to ${max}`);
    }
    return number;
  };
}

/** A number from 0 to 1. */
export function share(value: string): number {
  const number = Number(value);
  if (!/^\d*\.?\d+$/.test(value) || number > 1) throw new RangeError('must be a number from 0 to 1');
  return number;
}

/** `true` or `false`. */
export function yesOrNo(value: string): boolean {
  return oneOf(['true', 'false'])(value) === 'true';
}

/** One of a few words. */
export function oneOf<const T extends string>(words: readonly T[]): (text: string) => T {
  return (value) => {
    const word = words.find((candidate) => candidate === value);
    if (word === undefined) throw new RangeError(`must be one of ${words.join(', ')}`);
    return word;
  };
}

/** A URL with one of the schemes, e.g. `['http', 'https']`. */
export function url(schemes: readonly string[]): (text: string) => string {
  return (value) => {
    if (!URL.canParse(value) || !schemes.includes(new URL(value).protocol.slice(0, -1))) {
      throw new RangeError(`must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`);
    }
    return value;
  };
}
