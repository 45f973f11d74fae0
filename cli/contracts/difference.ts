/** What Pact's verifier says of an interaction that did not go as agreed. */
export interface Mismatch {
  readonly type?: string;
  readonly message?: string;
  readonly mismatches?: readonly SingleMismatch[];
}

interface SingleMismatch {
  readonly type: string;
  readonly mismatch?: string;
  readonly path?: string;
  readonly key?: string;
  readonly expected?: unknown;
  readonly actual?: unknown;
}

const MISSING_KEYS = /^Actual map is missing the following keys: (.+)$/;

/** In plain words, and where: a sentence each. */
export function differencesIn(mismatch: Mismatch | undefined): string[] {
  const all = mismatch?.mismatches?.map(sentence) ?? [];
  if (all.length > 0) return [...new Set(all)];
  return [mismatch?.message ?? 'it went otherwise than agreed, and the verifier says no more'];
}

function sentence({ type, mismatch = '', path = '$', key, expected, actual }: SingleMismatch): string {
  switch (type) {
    case 'StatusMismatch':
      return `the status is ${String(actual)}, not ${String(expected)}`;
    case 'HeaderMismatch':
      return `header ${key ?? ''}: ${mismatch}`;
    case 'MetadataMismatch':
      return `metadata ${key ?? ''}: ${mismatch}`;
    default: {
      const [, keys] = MISSING_KEYS.exec(mismatch) ?? [];
      return keys === undefined ? `${path}: ${mismatch}` : `${path} lacks ${keys}`;
    }
  }
}
