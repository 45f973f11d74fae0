/** Of a JSON document, as far as it says what clients can rely on. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface Departure {
  /** A JSON Pointer. */
  readonly at: string;
  readonly expected: string;
  readonly found: string;
}

/** What says nothing of requests and answers. */
const PROSE = new Set([
  'description',
  'summary',
  'title',
  'example',
  'examples',
  'tags',
  'info',
  'servers',
  'x-unavailable',
]);
/** In which more may stand than was agreed upon: a path, an answer, a field more breaks nobody. Elsewhere, as in a schema, more is stricter. */
const OPEN = new Set([
  'paths',
  'responses',
  'properties',
  'schemas',
  'headers',
  'content',
  'parameters',
  'securitySchemes',
]);

/** Where an OpenAPI document does not keep what another one promises; nothing: everybody who relies on the other can use this one. */
export function departures(promised: unknown, served: unknown): Departure[] {
  return compare(promised as Json, served as Json | undefined, '', true);
}

function compare(promised: Json, served: Json | undefined, at: string, isOpen: boolean): Departure[] {
  if (!isObject(promised) || !isObject(served)) {
    return JSON.stringify(promised) === JSON.stringify(served)
      ? []
      : [{ at, expected: told(promised), found: told(served) }];
  }
  const inProperties = at.endsWith('/properties');
  const names = (of: object) => Object.keys(of).filter((name) => inProperties || !PROSE.has(name));
  const more = isOpen ? [] : names(served).filter((name) => !(name in promised));
  return [
    ...names(promised).flatMap((name) => {
      // Below a path stand its methods, which may become more as well.
      const opens = (OPEN.has(name) && !inProperties) || at === '/paths';
      return compare(promised[name] as Json, served[name], `${at}/${escaped(name)}`, opens);
    }),
    ...more.map((name) => ({ at: `${at}/${escaped(name)}`, expected: 'nothing', found: told(served[name]) })),
  ];
}

function isObject(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

const LONGEST = 120;

function told(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  const text = JSON.stringify(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
