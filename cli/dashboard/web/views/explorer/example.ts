import { type OpenApi, resolve, type Schema } from './openapi.ts';

/** Schemas may contain themselves. */
const DEEPEST = 6;

/**
 * A value that a schema allows, as far as it can be told: something to change before it is sent.
 * @param whole with what may be left out as well
 */
export function exampleOf(api: OpenApi, given: Schema | undefined, depth = 0, whole = true): unknown {
  const schema = resolve<Schema>(api, given ?? {});
  const said = [schema.example, schema.examples?.[0], schema.const, schema.default, schema.enum?.[0]];
  const found = said.find((value) => value !== undefined);
  if (found !== undefined) return found;
  if (depth > DEEPEST) return null;
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => exampleOf(api, part, depth + 1, whole)));
  const choice = schema.oneOf?.[0] ?? schema.anyOf?.[0];
  if (choice) return exampleOf(api, choice, depth + 1, whole);
  const type = Array.isArray(schema.type) ? schema.type[0] : (schema.type as string | undefined);
  if (type === 'object' || schema.properties) return ofObject(api, schema, depth, whole);
  if (type === 'array') return [exampleOf(api, schema.items, depth + 1, whole)];
  if (type === 'integer' || type === 'number') return schema.minimum ?? 1;
  if (type === 'boolean') return false;
  return type === 'string' ? ofText(schema) : null;
}

function ofObject(
  api: OpenApi,
  { properties = {}, required = [] }: Schema,
  depth: number,
  whole: boolean,
): Record<string, unknown> {
  const names = Object.keys(properties).filter((name) => whole || required.includes(name));
  return Object.fromEntries(names.map((name) => [name, exampleOf(api, properties[name], depth + 1, false)]));
}

const TEXTS: Readonly<Partial<Record<string, string>>> = {
  uuid: '00000000-0000-7000-8000-000000000000',
  'date-time': '2026-01-31T12:00:00.000Z',
  date: '2026-01-31',
  time: '12:00:00Z',
  email: 'somebody@example.org',
  uri: 'https://example.org/',
};

function ofText({ format = '', pattern, minLength = 0 }: Schema): string {
  const text = TEXTS[format] ?? (pattern === undefined ? 'text' : fromPattern(pattern));
  return text.padEnd(minLength, 'x');
}

/** Of patterns made of plain characters and counted digits, such as `^\d{4}/\d{4}$`. */
function fromPattern(pattern: string): string {
  const plain = pattern
    .replace(/^\^|\$$/g, '')
    .replace(/(?:\\d|\[0-9\])(?:\{(\d+)(?:,\d*)?\})?/g, (_all, times = '1') =>
      '2026'.repeat(9).slice(0, Number(times)),
    );
  return /[[\]()\\|*+?{}]/.test(plain) ? 'text' : plain;
}
