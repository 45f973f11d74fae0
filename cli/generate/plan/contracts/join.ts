import { type DataSchema, isNullable, typesIn, type ValueSchema } from './schema.ts';

/** What an event of a version may look like, whenever it was sent; and what of that those who listen could not expect. */
export interface Joined {
  readonly schema: DataSchema;
  /** A sentence each: `limits is no longer carried`. */
  readonly breaks: readonly string[];
}

/**
 * The contract of a version after a change: it allows all that it has allowed, because events that were sent before are still
 * under way, and what is sent from now on. Narrower values are among those, so they change nothing; what is new is no promise.
 */
export function joinContracts(before: DataSchema, now: DataSchema): Joined {
  const breaks: string[] = [];
  const properties: Record<string, ValueSchema> = {};
  for (const name of Object.keys(before.properties)) {
    if (name in now.properties) continue;
    if (before.required.includes(name)) breaks.push(`${name} is no longer carried`);
    // Nobody could count on it; should it come again, it is what it was.
    else properties[name] = before.properties[name] as ValueSchema;
  }
  for (const [name, schema] of Object.entries(now.properties)) {
    const earlier = before.properties[name];
    properties[name] = earlier ? joinValues(earlier, schema, name, breaks) : schema;
  }
  for (const name of before.required) {
    if (name in now.properties && !now.required.includes(name)) breaks.push(`${name} may be missing`);
  }
  return { schema: { type: 'object', properties, required: before.required }, breaks };
}

function joinValues(before: ValueSchema, now: ValueSchema, path: string, breaks: string[]): ValueSchema {
  const types = typesIn(now);
  if (String(types) !== String(typesIn(before))) {
    breaks.push(`${path} is ${tell(types)}, and was ${tell(typesIn(before))}`);
    return now;
  }
  const nullable = isNullable(before);
  if (isNullable(now) && !nullable) breaks.push(`${path} may be null`);
  for (const keyword of ['pattern', 'format']) {
    if (before[keyword] === undefined || before[keyword] === now[keyword]) continue;
    breaks.push(`${path} has ${now[keyword] === undefined ? 'no' : 'another'} ${keyword}`);
  }
  const changed: Record<string, unknown> = {
    ...now,
    ...(types === null ? { not: nullable ? undefined : before.not } : { type: before.type }),
    enum: joinEnums(before, now, path, breaks),
    ...Object.fromEntries(['pattern', 'format'].map((keyword) => [keyword, before[keyword]])),
    uniqueItems: now.uniqueItems && before.uniqueItems,
    ...Object.fromEntries(BOUNDS.map(([keyword, side]) => [keyword, wider(before[keyword], now[keyword], side)])),
    items: before.items && now.items ? joinValues(before.items, now.items, `each of ${path}`, breaks) : now.items,
  };
  // In the order of the keywords as they are written now, without those that say nothing.
  return Object.fromEntries(Object.entries(changed).filter(([, value]) => value !== undefined));
}

function joinEnums(before: ValueSchema, now: ValueSchema, path: string, breaks: string[]) {
  if (!before.enum) return undefined;
  const added = now.enum?.filter((value) => value !== null && !before.enum?.includes(value));
  if (!added) breaks.push(`${path} may have any value`);
  else if (added.length > 0) breaks.push(`${path} may be ${added.map((value) => JSON.stringify(value)).join(', ')}`);
  return before.enum;
}

/** Which end of the values a keyword is. */
type Side = 'least' | 'most';

const BOUNDS: readonly (readonly [keyword: string, side: Side])[] = [
  ['minimum', 'least'],
  ['minLength', 'least'],
  ['minItems', 'least'],
  ['x-minimum', 'least'],
  ['maximum', 'most'],
  ['maxLength', 'most'],
  ['maxItems', 'most'],
  ['x-maximum', 'most'],
];

function wider(one: unknown, other: unknown, side: Side): unknown {
  if (one === undefined || other === undefined) return undefined;
  return isLess(one, other) === (side === 'least') ? one : other;
}

/** Numbers, decimals in texts, and days, which sort as texts. */
function isLess(one: unknown, other: unknown): boolean {
  const [a, b] = [Number(one), Number(other)];
  return Number.isNaN(a) || Number.isNaN(b) ? String(one) < String(other) : a < b;
}

function tell(types: readonly string[] | null): string {
  return types === null ? 'any value' : types.join(' or ');
}
