import fc from 'fast-check';
import { type Document, followed, type Schema, typesOf } from '../document.ts';

/** A value that does not fit a schema, and how. */
export interface WrongValue {
  readonly kind: string;
  readonly values: fc.Arbitrary<unknown>;
}

const OF_TYPE: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  string: fc.string({ maxLength: 5 }),
  integer: fc.integer(),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  boolean: fc.boolean(),
  array: fc.array(fc.integer(), { maxLength: 2 }),
  object: fc.record({ a: fc.integer() }, { noNullPrototype: true }),
};

const NO_SUCH: Readonly<Record<string, readonly string[]>> = {
  uuid: ['', '7', 'x'.repeat(36), '00000000-0000-0000-0000-00000000000', "' OR 1=1 --"],
  date: ['', 'today', '2026-02-30', '2026-13-01', '26-01-01', '2026-01-01T00:00:00Z'],
  'date-time': ['', 'now', '2026-01-01', '2026-02-30T00:00:00Z', '2026-01-01T25:00:00Z', '2026-01-01 00:00:00'],
  email: ['', 'a', 'a@', '@b.c', 'a b@c.d'],
  uri: ['', 'a b', '//x', 'ht tp://x'],
  decimal: ['', 'x', '1e5', '1,5', '0x10', 'NaN', '+1.00'],
};

/** All the ways in which one value breaks its own schema; where it has parts, those of the whole alone. */
export function wrongValues(document: Document, unfollowed: Schema): WrongValue[] {
  const schema = followed<Schema>(document, unfollowed);
  const types = typesOf(schema);
  const is = (type: string) => types.includes(type);
  const wrong: WrongValue[] = [];
  const add = (kind: string, values: fc.Arbitrary<unknown>) => void wrong.push({ kind, values });
  if (types.length > 0) {
    const near = is('integer') ? [fc.constantFrom(0.5, 1e-7, -2.25)] : [];
    const numeric = is('number') ? ['integer'] : is('integer') ? ['number'] : [];
    const others = Object.keys(OF_TYPE).filter((type) => !is(type) && !numeric.includes(type));
    add('type', fc.oneof(...near, ...others.map((type) => OF_TYPE[type] as fc.Arbitrary<unknown>)));
    if (!is('null')) add('null', fc.constant(null));
  }
  if (schema['x-read-only']) add('read-only', fc.constantFrom(null, 1, 'x', [], {}));
  if (schema.enum) {
    const near = schema.enum.flatMap((each) => (typeof each === 'string' ? [`${each} `, each.toUpperCase(), ''] : []));
    add('enum', fc.constantFrom('no such value', ...near));
  }
  if (is('integer') || is('number')) {
    const step = is('integer') ? fc.integer({ min: 1, max: 1000 }) : fc.constantFrom(0.5, 1, 1e6);
    const { minimum, maximum } = schema;
    // Beyond what is exact there is nothing that a document could mean.
    if (minimum !== undefined && minimum > Number.MIN_SAFE_INTEGER) {
      add(
        'too small',
        step.map((each) => Math.max(minimum - each, Number.MIN_SAFE_INTEGER)),
      );
    }
    if (maximum !== undefined && maximum < Number.MAX_SAFE_INTEGER) {
      add(
        'too large',
        step.map((each) => Math.min(maximum + each, Number.MAX_SAFE_INTEGER)),
      );
    }
  }
  if (is('string')) {
    const { minLength = 0, maxLength, pattern, format = '' } = schema;
    if (minLength > 0) add('too short', fc.constantFrom('', '𝕏'.repeat(minLength - 1)));
    if (maxLength !== undefined) {
      add(
        'too long',
        fc.integer({ min: 1, max: 20 }).map((more) => '𝕏'.repeat(maxLength + more)),
      );
    }
    if (pattern !== undefined) add('pattern', fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('\n', 'x\n', ' ')));
    if (NO_SUCH[format]) add('format', fc.constantFrom(...NO_SUCH[format]));
    for (const [kind, limit, by] of [
      ['too small', schema['x-minimum'], -1],
      ['too large', schema['x-maximum'], 1],
    ] as const) {
      const beyond = limit === undefined ? undefined : next(limit, by);
      if (beyond !== undefined) add(kind, fc.constant(beyond));
    }
  }
  if (is('array')) {
    const { minItems = 0, maxItems, uniqueItems, items } = schema;
    const one = sampleOf(document, items ?? {});
    if (minItems > 0) add('too few items', fc.constant(Array(minItems - 1).fill(one)));
    if (maxItems !== undefined) add('too many items', fc.constant(Array.from({ length: maxItems + 1 }, () => one)));
    if (uniqueItems) add('repeated item', fc.constant([one, one]));
    if (items)
      for (const each of wrongValues(document, items))
        add(
          `item: ${each.kind}`,
          each.values.map((it) => [it]),
        );
  }
  return wrong;
}

/** Of the right type; whether it fits otherwise does not matter where it is one too many. */
function sampleOf(document: Document, unfollowed: Schema): unknown {
  const schema = followed<Schema>(document, unfollowed);
  if (schema.enum) return schema.enum[0];
  switch (typesOf(schema)[0]) {
    case 'integer':
    case 'number':
      return schema.minimum ?? 1;
    case 'boolean':
      return true;
    case 'string':
      return schema.format === 'uuid' ? '00000000-0000-4000-8000-000000000000' : 'AA';
    default:
      return 1;
  }
}

/** The date or the decimal that follows, or stands before. */
function next(limit: string, by: 1 | -1): string | undefined {
  if (/^\d{4}-\d{2}-\d{2}$/.test(limit)) {
    const day = new Date(Date.parse(limit) + by * 86_400_000).toISOString().slice(0, 10);
    return /^[1-9]\d{3}-/.test(day) ? day : undefined;
  }
  const scale = limit.split('.')[1]?.length ?? 0;
  const unscaled = BigInt(limit.replace('.', '')) + BigInt(by);
  const digits = String(unscaled < 0n ? -unscaled : unscaled).padStart(scale + 1, '0');
  const point = digits.length - scale;
  return `${unscaled < 0n ? '-' : ''}${digits.slice(0, point)}${scale > 0 ? `.${digits.slice(point)}` : ''}`;
}
