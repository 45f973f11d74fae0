import fc from 'fast-check';
import { arbitraryOf, STOCK, type Surroundings } from './arbitrary.ts';
import { collectionOf, type Operation, type Parameter } from './document.ts';
import { Existing, Fresh, type Mark, Unused } from './marks.ts';

type Text = string | Mark;

/** A request before it is sent: what only the running fleet knows still has a mark in its place. */
export interface Draft {
  readonly method: string;
  /** With its parameters: `/api/v1/orders/{id}`. */
  readonly path: string;
  /** What stands in the path, as it is: not encoded where it is a text that begins with `%`. */
  readonly place: Readonly<Record<string, Text>>;
  /** Encoded already. */
  readonly query: readonly string[];
  readonly headers: Readonly<Record<string, Text>>;
  readonly body?: DraftBody | undefined;
  /** `all`: with every scope; `other`: with one that no operation asks for; `broken`: of no signature. */
  readonly token: 'all' | 'none' | 'other' | 'broken';
}

export type DraftBody =
  /** Sent as JSON. */
  | { readonly kind: 'json'; readonly value: unknown }
  /** Bytes as they are, each character one of them: latin1. */
  | { readonly kind: 'raw'; readonly mediaType: string | undefined; readonly bytes: string }
  /** The parts of a form that are files, by their names. */
  | { readonly kind: 'form'; readonly files: Readonly<Record<string, DraftFile>> };

export interface DraftFile {
  readonly filename: string;
  readonly content: string;
}

/** Values for parameters of a path that no document names, e.g. the services that have settings. */
export type Known = Readonly<Record<string, readonly string[]>>;

/** Its answers depend on how long somebody waits, which is told elsewhere. */
const LEFT_OUT = ['X-Request-Deadline', 'X-Correlation-Id', 'traceparent', 'Prefer'];
/** Made by the service, out of nothing that could be made up. */
const MADE_BY_SERVICE = ['cursor'];

/** Requests that the document of an operation allows. @throws RangeError where some part cannot be made up */
export function goodDrafts(operation: Operation, around: Surroundings, known: Known): fc.Arbitrary<Draft> {
  const { method, path, parameters, body } = operation;
  const of = (where: Parameter['in']) => parameters.filter((each) => each.in === where);
  const place = Object.fromEntries(of('path').map((each) => [each.name, placeOf(each, operation, known)]));
  const headers = of('header').filter(({ name }) => !LEFT_OUT.includes(name));
  return fc
    .record({
      place: fc.record(place, { noNullPrototype: true }),
      query: queryOf(of('query'), around),
      headers: fc.record(Object.fromEntries(headers.map((each) => [each.name, headerOf(each, around)])), {
        requiredKeys: headers.filter(({ required }) => required).map(({ name }) => name),
        noNullPrototype: true,
      }),
      body: body ? bodyOf(body, around) : fc.constant(undefined),
    })
    .map((parts) => ({ method, path, token: 'all', ...parts }) as Draft);
}

function placeOf({ name, schema }: Parameter, { method, path }: Operation, known: Known): fc.Arbitrary<Text> {
  const collection = collectionOf(path);
  if (known[name]) return fc.constantFrom(...known[name]);
  if (schema.enum) return fc.constantFrom(...(schema.enum as string[]));
  if (collection === undefined) throw new RangeError(`Nobody knows what ${name} stands for in ${path}.`);
  if (method === 'DELETE') return fc.constant(new Fresh(collection));
  return fc.nat(STOCK - 1).map((nth) => new Existing(collection, nth));
}

/** The more parameters there may be, the fewer of them at once: half of them would leave nothing to be found. */
const MOST_AT_ONCE = 3;

function queryOf(parameters: readonly Parameter[], around: Surroundings): fc.Arbitrary<string[]> {
  const usable = parameters.filter(({ name }) => !MADE_BY_SERVICE.includes(name));
  const needed = usable.filter(({ required }) => required);
  const others = usable.filter(({ required }) => !required);
  const givenBy = (each: Parameter) => arbitraryOf(each.schema, around).map((value) => written(each, value));
  const picked =
    others.length === 0
      ? fc.constant([])
      : fc
          .uniqueArray(fc.nat(others.length - 1), { maxLength: MOST_AT_ONCE })
          .chain((chosen) => fc.tuple(...chosen.map((at) => givenBy(others[at] as Parameter))));
  return fc.tuple(fc.tuple(...needed.map(givenBy)), picked).map(([first, second]) => [...first, ...second]);
}

/** A parameter as it stands in a query. */
export function written({ name, explode }: Parameter, value: unknown): string {
  const key = encodeURIComponent(name);
  if (!Array.isArray(value)) return `${key}=${encodeURIComponent(String(value))}`;
  if (explode) return value.map((each) => `${key}=${encodeURIComponent(String(each))}`).join('&');
  return `${key}=${value.map((each) => encodeURIComponent(String(each))).join(',')}`;
}

function headerOf({ name, schema }: Parameter, around: Surroundings): fc.Arbitrary<Text> {
  if (name === 'Idempotency-Key') return fc.string({ maxLength: 20 }).map((text) => new Unused(visible(text)));
  if (name === 'If-Match') return fc.constant('*');
  return arbitraryOf(schema, around).map((value) => visible(String(value)) || '*');
}

/** What may stand in a header: visible ASCII. */
function visible(text: string): string {
  return text.replace(/[^\x21-\x7e]/gu, '');
}

function bodyOf({ mediaType, schema }: NonNullable<Operation['body']>, around: Surroundings): fc.Arbitrary<DraftBody> {
  if (!mediaType.startsWith('multipart/')) {
    return arbitraryOf(schema, around).map((value) => ({ kind: 'json', value }));
  }
  const names = Object.keys(schema.properties ?? {});
  const file = fc.record({
    filename: fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }).map(nameOfFile),
    content: fc.oneof(fc.string({ maxLength: 400 }), fc.constantFrom('', '%PDF-1.7\n', '<svg/>', 'GIF89a')),
  });
  return fc
    .record(Object.fromEntries(names.map((name) => [name, file])), { noNullPrototype: true })
    .map((files) => ({ kind: 'form', files }));
}

/** What every client could send: no separators of paths, no controls, nothing that ends a header. */
function nameOfFile(text: string): string {
  return `${text.replace(/[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}"\\/:%]/gu, '')}f.txt`.trim();
}
