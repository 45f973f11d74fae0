import fc from 'fast-check';
import { textsMatching } from '../../config/patterns/texts.ts';
import { anyJson } from './any-json.ts';
import type { Conformity } from './conformity.ts';
import { type Document, followed, type Schema, typesOf } from './document.ts';
import { Existing, withStandIns } from './marks.ts';
import { sometimes } from './sometimes.ts';
import { writtenText } from './written-text.ts';

/** What a schema cannot say by itself. */
export interface Surroundings {
  readonly document: Document;
  readonly conformity: Conformity;
  /** The collection that a field of a body refers to; undefined: none, or nobody knows. */
  readonly referredBy: (field: string) => string | undefined;
}

type Make = (schema: Schema) => fc.Arbitrary<unknown>;

/** How many different resources of a kind there are to be referred to. */
export const STOCK = 3;
const MANY_ITEMS = 5;
const MAX_DEPTH = 6;
const DAY = 86_400_000;
const FIRST = Date.parse('1000-01-02T00:00:00Z');
const LAST = Date.parse('9999-12-30T23:59:59.999Z');

/**
 * Values that conform to a schema: edges, absences and odd letters among them. Each is tried against the schema itself.
 * @throws RangeError for a schema that nothing can be made up for
 */
export function arbitraryOf(schema: Schema, around: Surroundings, field = '', depth = 0): fc.Arbitrary<unknown> {
  const real = followed<Schema>(around.document, schema);
  const nested = (each: Schema, name = field) => arbitraryOf(each, around, name, depth + 1);
  if (depth > MAX_DEPTH) throw new RangeError('The schema nests without an end.');
  if (real.const !== undefined) return fc.constant(real.const);
  if (real.enum) return fc.constantFrom(...real.enum);
  const { oneOf, anyOf, allOf, ...rest } = real;
  const choices = oneOf ?? anyOf;
  if (choices) {
    const whole = (each: Schema): Schema => (Object.keys(rest).length > 0 ? { allOf: [rest, each] } : each);
    return fitting(fc.oneof(...choices.map((each) => nested(whole(each)))), real, around);
  }
  if (allOf) return fitting(nested(merged([rest, ...allOf], around.document)), real, around);
  const types = typesOf(real);
  if (types.length === 0) return real.properties ? object(real, nested) : anyJson();
  const plain = types.filter((type) => type !== 'null').map((type) => ofType(type, real, around, nested, field));
  if (!types.includes('null')) return fc.oneof(...plain);
  return plain.length === 0
    ? fc.constant(null)
    : fc.oneof({ arbitrary: fc.oneof(...plain), weight: 4 }, { arbitrary: fc.constant(null), weight: 1 });
}

function ofType(
  type: string,
  schema: Schema,
  around: Surroundings,
  nested: (schema: Schema, field?: string) => fc.Arbitrary<unknown>,
  field: string,
): fc.Arbitrary<unknown> {
  switch (type) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fitting(wholeNumber(schema), schema, around);
    case 'number':
      return fitting(number(schema), schema, around);
    case 'array':
      return list(schema, nested);
    case 'object':
      return object(schema, nested);
    default: {
      const collection = schema.format === 'uuid' ? around.referredBy(field) : undefined;
      return collection ? existing(collection) : fitting(text(schema), schema, around);
    }
  }
}

function existing(collection: string): fc.Arbitrary<Existing> {
  return fc.nat(STOCK - 1).map((nth) => new Existing(collection, nth));
}

function fitting<T>(values: fc.Arbitrary<T>, schema: Schema, { conformity }: Surroundings): fc.Arbitrary<T> {
  const { type, format, pattern } = schema;
  const what = [type, format, pattern].filter(Boolean).join(' ') || 'as the schema says';
  return sometimes(values, what, (value) => conformity(schema, withStandIns(value)).length === 0);
}

function wholeNumber(schema: Schema): fc.Arbitrary<number> {
  const step = schema.multipleOf ?? 1;
  const min = Math.max(
    schema.minimum ?? Number.MIN_SAFE_INTEGER,
    schema.exclusiveMinimum === undefined ? -Infinity : Math.floor(schema.exclusiveMinimum) + 1,
  );
  const max = Math.min(
    schema.maximum ?? Number.MAX_SAFE_INTEGER,
    schema.exclusiveMaximum === undefined ? Infinity : Math.ceil(schema.exclusiveMaximum) - 1,
  );
  return fc.integer({ min: Math.ceil(min / step), max: Math.floor(max / step) }).map((each) => each * step);
}

function number({ minimum, maximum }: Schema): fc.Arbitrary<number> {
  return fc.double({
    noNaN: true,
    noDefaultInfinity: true,
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
  });
}

function list(schema: Schema, nested: Make): fc.Arbitrary<unknown[]> {
  const { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY, uniqueItems } = schema;
  const maxLength = Math.max(minItems, Math.min(maxItems, MANY_ITEMS));
  const one = nested(items);
  return uniqueItems
    ? fc.uniqueArray(one, { minLength: minItems, maxLength, selector: asOne(items) })
    : fc.array(one, { minLength: minItems, maxLength });
}

/** Of `name` and `-name`, the two orders of one field, one. */
function asOne({ enum: values = [] }: Schema): (value: unknown) => string {
  const bothWays = values.some((each) => values.includes(`-${each}`));
  return (value) => JSON.stringify(bothWays ? String(value).replace(/^-/, '') : value);
}

function object(schema: Schema, nested: (schema: Schema, field?: string) => fc.Arbitrary<unknown>) {
  const { properties = {}, required = [], additionalProperties } = schema;
  const settable = Object.entries(properties).filter(([, each]) => each['x-read-only'] !== true);
  const model = Object.fromEntries(settable.map(([name, each]) => [name, nested(each, name)]));
  const told = fc.record(model, { requiredKeys: required.filter((name) => name in model), noNullPrototype: true });
  if (typeof additionalProperties === 'boolean' && !additionalProperties) return told;
  if (additionalProperties === undefined && settable.length > 0) return told;
  const others = typeof additionalProperties === 'object' ? nested(additionalProperties, '') : anyJson();
  const free = fc.dictionary(fc.string({ minLength: 1, maxLength: 12 }), others, { maxKeys: 3, noNullPrototype: true });
  return fc.tuple(free.filter(isPlain), told).map(([open, closed]) => ({ ...open, ...closed }));
}

/** Names that a reader of JSON may mistake for something else are planted on purpose, elsewhere. */
function isPlain(value: object): boolean {
  return !Object.keys(value).some((name) => ['__proto__', 'constructor', 'prototype'].includes(name));
}

function text(schema: Schema): fc.Arbitrary<string> {
  const { pattern, format, minLength = 0, maxLength } = schema;
  switch (format) {
    case 'uuid':
      return fc.uuid();
    case 'date':
      return moment(schema).map((each) => each.toISOString().slice(0, 10));
    case 'date-time':
      return fc.oneof(
        moment(schema).map((each) => each.toISOString()),
        moment(schema).map((each) => each.toISOString().replace(/\.\d+Z/, 'Z')),
        moment(schema).map((each) => each.toISOString().replace(/Z$/, '456+05:30')),
      );
    case 'email':
      // Few that are made up are short, and to look for one would take for ever.
      return fc.oneof(
        fc
          .nat(Math.max(0, Math.min(maxLength ?? 254, 64) - '@b.co'.length - 1))
          .map((n) => `${'a'.repeat(n + 1)}@b.co`),
        ...((maxLength ?? 254) >= 254 ? [fc.emailAddress()] : []),
      );
    case 'uri':
    case 'uri-reference': {
      return fc.oneof(
        fc.webUrl({ withQueryParameters: true, size: 'small' }),
        // A pattern may leave no room for a path.
        fc.domain().map((domain) => `http://${domain}`),
      );
    }
    case 'decimal':
      if (pattern === undefined) return fc.tuple(fc.integer(), fc.nat(99)).map(([a, b]) => `${a}.${b}`);
      break;
    case 'binary':
      return fc.string({ maxLength: 200 });
  }
  if (pattern !== undefined) return matching(schema, pattern);
  return writtenText(minLength, maxLength);
}

/** From the first to the last day that every database holds, or that the schema takes. */
function moment(schema: Schema): fc.Arbitrary<Date> {
  const day = (limit: string | undefined, otherwise: number) => {
    const time = limit === undefined ? Number.NaN : Date.parse(limit);
    return new Date(Number.isNaN(time) ? otherwise : time);
  };
  const min = day(schema['x-minimum'], FIRST);
  const max = new Date(day(schema['x-maximum'], LAST - DAY).getTime());
  return fc.oneof(
    { arbitrary: fc.date({ min, max, noInvalidDate: true }), weight: 4 },
    { arbitrary: fc.constantFrom(min, max), weight: 1 },
  );
}

/** So many draws of a pattern, each of a dozen texts. */
const DRAWS = [1, 2, 3, 4, 5];

function matching(schema: Schema, pattern: string): fc.Arbitrary<string> {
  const { minLength = 0, maxLength = 255 } = schema;
  const limits = [schema['x-minimum'], schema['x-maximum']].flatMap((each) => each ?? []);
  const drawn = DRAWS.flatMap((seed) => textsMatching(pattern, minLength, maxLength, seed));
  const texts = [...new Set([...limits, ...drawn])];
  if (texts.length === 0) throw new RangeError(`Nothing that matches ${pattern} can be made up.`);
  return fc.constantFrom(...texts.sort((a, b) => a.length - b.length));
}

/** One schema that says what all of them say, as far as ours do: the narrowest bounds, all properties. */
function merged(schemas: readonly Schema[], document: Document): Schema {
  const all = schemas.map((each) => followed<Schema>(document, each));
  const flat = all.flatMap((each) =>
    each.allOf ? [merged([{ ...each, allOf: [] }, ...each.allOf], document)] : [each],
  );
  const most = (name: 'minimum' | 'minLength' | 'minItems') => Math.max(...flat.flatMap((each) => each[name] ?? []));
  const least = (name: 'maximum' | 'maxLength' | 'maxItems') => Math.min(...flat.flatMap((each) => each[name] ?? []));
  const bounds = {
    ...Object.fromEntries((['minimum', 'minLength', 'minItems'] as const).map((name) => [name, most(name)])),
    ...Object.fromEntries((['maximum', 'maxLength', 'maxItems'] as const).map((name) => [name, least(name)])),
  };
  const { allOf: _, ...whole } = Object.assign({}, ...flat) as Schema;
  return {
    ...whole,
    ...Object.fromEntries(Object.entries(bounds).filter(([, value]) => Number.isFinite(value))),
    ...(flat.some(({ properties }) => properties) && {
      properties: Object.assign({}, ...flat.map(({ properties }) => properties)),
      required: [...new Set(flat.flatMap(({ required = [] }) => required))],
    }),
  };
}
