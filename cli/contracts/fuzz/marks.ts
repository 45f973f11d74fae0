/** What stands in a made-up request for a value that only the running fleet knows. It is put in when the request is sent. */
export type Mark = Existing | Fresh | Unused;

/** The id of a resource that this run has made, and that stays for as long as it lasts. */
export class Existing {
  readonly collection: string;
  readonly nth: number;

  constructor(collection: string, nth: number) {
    this.collection = collection;
    this.nth = nth;
  }
}

/** The id of a resource that is made for this one request. */
export class Fresh {
  readonly collection: string;

  constructor(collection: string) {
    this.collection = collection;
  }
}

/** A text that no request had before, with this one at its end: for keys that must not be used twice. */
export class Unused {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

function isMark(value: unknown): value is Mark {
  return value instanceof Existing || value instanceof Fresh || value instanceof Unused;
}

/** A copy with every mark replaced. */
export async function settled(value: unknown, settle: (mark: Mark) => Promise<string>): Promise<unknown> {
  if (isMark(value)) return settle(value);
  if (Array.isArray(value)) {
    const all: unknown[] = [];
    for (const each of value) all.push(await settled(each, settle));
    return all;
  }
  if (typeof value !== 'object' || value === null) return value;
  const all: [string, unknown][] = [];
  for (const [name, each] of Object.entries(value)) all.push([name, await settled(each, settle)]);
  return Object.fromEntries(all);
}

/** A copy with an id of the usual form for every mark: what a schema is asked about before the request is sent. */
export function withStandIns(value: unknown): unknown {
  if (value instanceof Existing) return `00000000-0000-4000-8000-${String(value.nth).padStart(12, '0')}`;
  if (isMark(value)) return '00000000-0000-4000-8000-999999999999';
  if (Array.isArray(value)) return value.map(withStandIns);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withStandIns(each)]));
}
