import { isDeepStrictEqual } from 'node:util';
import type { Direction, SchemaChange } from './change.ts';
import type { RuleId } from './rules.ts';

/** A JSON Schema, 2020-12 or draft 7, of which OpenAPI documents and contracts of events use the same part. */
export type Schema = Readonly<Record<string, unknown>>;

/** Finds what a reference leads to, in the old document and in the new one. */
export interface References {
  readonly before: (reference: string) => Schema;
  readonly after: (reference: string) => Schema;
}

const NO_REFERENCES: References = { before: () => ({}), after: () => ({}) };

/** Say something to people, and nothing of values. */
const ANNOTATIONS = new Set([
  '$schema',
  '$id',
  '$comment',
  'title',
  'description',
  'examples',
  'example',
  'deprecated',
  'readOnly',
  'writeOnly',
  'x-hint',
  'x-extensible',
  'discriminator',
  'xml',
  'externalDocs',
  'contentMediaType',
  'contentEncoding',
  'definitions',
  '$defs',
]);
const FORMS = ['pattern', 'format', 'x-instant'];
/** With the type of the values that they bound. */
const LEAST: Readonly<Record<string, string>> = {
  minimum: 'number',
  exclusiveMinimum: 'number',
  minLength: 'string',
  'x-minimum': 'string',
  minItems: 'array',
  minProperties: 'object',
};
const MOST: Readonly<Record<string, string>> = {
  maximum: 'number',
  exclusiveMaximum: 'number',
  maxLength: 'string',
  'x-maximum': 'string',
  maxItems: 'array',
  maxProperties: 'object',
};
const LENGTHS = new Set(['minLength', 'minItems', 'minProperties']);
const COMPARED = new Set([
  ...FORMS,
  ...Object.keys(LEAST),
  ...Object.keys(MOST),
  'type',
  'enum',
  'const',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'uniqueItems',
  'default',
  '$ref',
  'x-read-only',
]);
const TYPES = ['null', 'boolean', 'number', 'string', 'array', 'object'];

/**
 * In what two schemas differ, as far as it matters to those who send a request or read an answer.
 * A request must take what it took: what is refused now breaks. An answer must keep what it promised: what is promised no more breaks.
 */
export function compareSchemas(
  before: Schema | boolean,
  after: Schema | boolean,
  direction: Direction,
  references: References = NO_REFERENCES,
): readonly SchemaChange[] {
  const changes: SchemaChange[] = [];
  new Comparison(direction, references, changes).compare(before, after, '');
  return changes;
}

class Comparison {
  readonly #isRequest: boolean;
  readonly #references: References;
  readonly #changes: SchemaChange[];
  /** Pairs of references that are being compared: schemas may contain themselves. */
  readonly #under: string[] = [];

  constructor(direction: Direction, references: References, changes: SchemaChange[]) {
    this.#isRequest = direction === 'request';
    this.#references = references;
    this.#changes = changes;
  }

  compare(old: Schema | boolean, now: Schema | boolean, path: string): void {
    const pair = `${refOf(old)} ${refOf(now)}`;
    if (refOf(old) && refOf(now)) {
      if (this.#under.includes(pair)) return;
      this.#under.push(pair);
    }
    this.#values(resolve(old, this.#references.before), resolve(now, this.#references.after), path);
    if (this.#under.at(-1) === pair) this.#under.pop();
  }

  #values(before: Schema, after: Schema, path: string): void {
    if (isDeepStrictEqual(before, after) && !JSON.stringify(before).includes('"$ref"')) return;
    this.#null(before, after, path);
    const old = typesOf(before);
    const now = typesOf(after);
    const refused = old.filter((type) => !now.includes(type) && !(type === 'integer' && now.includes('number')));
    const added = now.filter((type) => !old.includes(type) && !(type === 'integer' && old.includes('number')));
    if (refused.length > 0) this.#less(['type-refused', 'gives-less'], path, `${list(refused)} no longer`);
    if (added.length > 0) this.#more(['takes-more', 'type-new'], path, `${list(added)} too`);
    const common = [
      ...old.filter((type) => now.includes(type) || (type === 'integer' && now.includes('number'))),
      ...now.filter((type) => type === 'integer' && old.includes('number')),
    ];
    if (common.length > 0) {
      const listed = valuesOf(before) !== null && valuesOf(after) !== null;
      this.#enums(before, after, path);
      // Where both list their values, these say all.
      if (!listed) this.#rest(before, after, path, common);
    }
    if (!isDeepStrictEqual(before.default, after.default) && this.#isRequest && before.default !== undefined) {
      this.#add('default-changed', path, `left out it is ${print(after.default)}, and was ${print(before.default)}`);
    }
    this.#unclear(before, after, path);
  }

  #null(before: Schema, after: Schema, path: string): void {
    if (takesNull(before) && !takesNull(after)) this.#less(['null-refused', 'gives-less'], path, 'null no longer');
    if (!takesNull(before) && takesNull(after)) this.#more(['takes-more', 'may-be-null'], path, 'null too');
  }

  #enums(before: Schema, after: Schema, path: string): void {
    const old = valuesOf(before);
    const now = valuesOf(after);
    if (old === null && now === null) return;
    // Whoever knows a list that may grow is ready for what it does not know.
    const more: readonly [RuleId, RuleId] = [
      'takes-more',
      before['x-extensible'] === true ? 'gives-more' : 'value-new',
    ];
    if (old === null || now === null) {
      if (old === null) this.#less(['value-refused', 'gives-less'], path, `only ${list(now?.map(print) ?? [])}`);
      else this.#more(more, path, 'any value');
      return;
    }
    const gone = old.filter((value) => !has(now, value));
    const added = now.filter((value) => !has(old, value));
    if (gone.length > 0) this.#less(['value-refused', 'gives-less'], path, `${list(gone.map(print))} no longer`);
    if (added.length > 0) this.#more(more, path, `${list(added.map(print))} too`);
  }

  #rest(before: Schema, after: Schema, path: string, common: readonly string[]): void {
    const bounds = (type: string | undefined) =>
      common.includes(type ?? '') || (type === 'number' && common.includes('integer'));
    for (const [keyword, type] of Object.entries(LEAST)) if (bounds(type)) this.#bound(before, after, keyword, path, 1);
    for (const [keyword, type] of Object.entries(MOST)) if (bounds(type)) this.#bound(before, after, keyword, path, -1);
    if (common.includes('string')) for (const keyword of FORMS) this.#form(before, after, keyword, path);
    if (common.includes('array')) this.#items(before, after, path);
    if (common.includes('object')) this.#members(before, after, path);
  }

  /** @param sign 1: the larger, the tighter */
  #bound(before: Schema, after: Schema, keyword: string, path: string, sign: 1 | -1): void {
    const [old, now] = [boundOf(before, keyword), boundOf(after, keyword)];
    if (isDeepStrictEqual(old, now)) return;
    const isTighter = old === undefined || (now !== undefined && isLess(old, now) === (sign === 1));
    const what = `${keyword} is ${now === undefined ? 'gone' : print(now)}, and was ${old === undefined ? 'not there' : print(old)}`;
    // Of a list of values it is known whether they are within.
    if (isTighter && now !== undefined && valuesOf(before)?.every((value) => isWithin(value, keyword, now))) return;
    if (isTighter) this.#less(['bound-tighter', 'gives-less'], path, what);
    else this.#more(['takes-more', 'gives-more'], path, what);
  }

  #form(before: Schema, after: Schema, keyword: string, path: string): void {
    const [old, now] = [before[keyword], after[keyword]];
    if (isDeepStrictEqual(old, now)) return;
    const what = `${keyword} is ${now === undefined ? 'gone' : print(now)}, and was ${old === undefined ? 'not there' : print(old)}`;
    const [asked, values] = this.#isRequest ? [now, valuesOf(before)] : [old, valuesOf(after)];
    if (asked !== undefined && values?.every((value) => isWithin(value, keyword, asked))) return;
    if (this.#isRequest) this.#add(now === undefined ? 'takes-more' : 'form-asked', path, what);
    else this.#add(old === undefined ? 'gives-less' : 'form-dropped', path, what);
  }

  #items(before: Schema, after: Schema, path: string): void {
    if (before.uniqueItems !== true && after.uniqueItems === true) {
      this.#less(['bound-tighter', 'gives-less'], path, 'each only once');
    }
    if (before.uniqueItems === true && after.uniqueItems !== true) {
      this.#more(['takes-more', 'gives-more'], path, 'the same more than once');
    }
    this.compare(schemaIn(before.items), schemaIn(after.items), `${path}/*`);
  }

  #members(before: Schema, after: Schema, path: string): void {
    const [old, now] = [membersOf(before), membersOf(after)];
    const [rest, restNow] = [schemaIn(before.additionalProperties), schemaIn(after.additionalProperties)];
    const [needed, neededNow] = [requiredIn(before), requiredIn(after)];
    for (const name of new Set([...old.keys(), ...now.keys(), ...needed, ...neededNow])) {
      const at = `${path}/${name}`;
      const [schema, schemaNow] = [old.get(name), now.get(name)];
      const [was, is] = [needed.includes(name), neededNow.includes(name)];
      if (!this.#isRequest && schema !== undefined && schemaNow === undefined) {
        this.#add(
          was && !is ? 'member-gone' : 'gives-less',
          at,
          was && !is ? 'no longer carried' : 'no longer told, and never promised',
        );
        continue;
      }
      if (is && !was)
        this.#less(['member-needed', 'gives-less'], at, this.#isRequest ? 'must be sent' : 'always there');
      if (was && !is)
        this.#more(['takes-more', 'member-may-be-missing'], at, this.#isRequest ? 'may be left out' : 'may be missing');
      this.#member(schema, schemaNow, rest, restNow, at);
    }
    this.#others(rest, restNow, path);
  }

  #member(
    schema: Schema | boolean | undefined,
    schemaNow: Schema | boolean | undefined,
    rest: Schema | boolean,
    restNow: Schema | boolean,
    at: string,
  ): void {
    if (schema !== undefined && schemaNow !== undefined) this.compare(schema, schemaNow, at);
    else if (schemaNow !== undefined) {
      // It may have been sent before, as anything; readers passed over it.
      if (this.#isRequest && rest !== false) this.compare(rest, schemaNow, at);
      else this.#more(['takes-more', 'gives-more'], at, this.#isRequest ? 'may be sent' : 'new');
    } else if (schema !== undefined) {
      if (restNow === false) this.#add('member-refused', at, 'no longer taken');
      else this.compare(schema, restNow, at);
    }
  }

  #others(rest: Schema | boolean, restNow: Schema | boolean, path: string): void {
    if (rest === restNow) return;
    if (rest === false) this.#more(['takes-more', 'gives-more'], path, 'members of other names too');
    else if (restNow === false) this.#less(['members-closed', 'gives-less'], path, 'no members of other names');
    else this.compare(rest, restNow, `${path}/*`);
  }

  /** What is compared by no rule above: the same, a list that grew or shrank, or nobody can tell. */
  #unclear(before: Schema, after: Schema, path: string): void {
    for (const keyword of new Set([...Object.keys(before), ...Object.keys(after)])) {
      if (COMPARED.has(keyword) || ANNOTATIONS.has(keyword)) continue;
      const [old, now] = [before[keyword], after[keyword]];
      if (isDeepStrictEqual(old, now)) {
        if (JSON.stringify(old).includes('"$ref"')) this.#inside(old, now, keyword, path);
        continue;
      }
      if (keyword === 'anyOf' && Array.isArray(old) && Array.isArray(now)) {
        const [all, allNow] = [old, now];
        if (all.every((each) => has(allNow, each))) {
          this.#more(['takes-more', 'type-new'], path, `${keyword} has another choice`);
          continue;
        }
        if (allNow.every((each) => has(all, each))) {
          this.#less(['type-refused', 'gives-less'], path, `${keyword} has a choice less`);
          continue;
        }
      }
      this.#add('unclear', path, `${keyword} has changed`);
    }
  }

  /** They are written alike, but what they refer to may have changed. */
  #inside(old: unknown, now: unknown, keyword: string, path: string): void {
    const [all, allNow] = [[old].flat(), [now].flat()];
    if (keyword === 'allOf' || keyword === 'anyOf' || keyword === 'oneOf') {
      for (const [index, each] of all.entries()) this.compare(each as Schema, allNow[index] as Schema, path);
      return;
    }
    const found: SchemaChange[] = [];
    const inner = new Comparison('request', this.#references, found);
    for (const [index, each] of all.entries()) inner.compare(schemaIn(each), schemaIn(allNow[index]), path);
    if (found.length > 0) this.#add('unclear', path, `what ${keyword} refers to has changed`);
  }

  /** Fewer values are allowed than were. */
  #less([request, answer]: readonly [RuleId, RuleId], path: string, what: string): void {
    this.#add(this.#isRequest ? request : answer, path, what);
  }

  #more([request, answer]: readonly [RuleId, RuleId], path: string, what: string): void {
    this.#add(this.#isRequest ? request : answer, path, what);
  }

  #add(rule: RuleId, path: string, what: string): void {
    this.#changes.push({ rule, path, what });
  }
}

function refOf(schema: Schema | boolean): string {
  return typeof schema === 'object' && typeof schema.$ref === 'string' ? schema.$ref : '';
}

/** What stands beside a reference holds as well. */
function resolve(schema: Schema | boolean, find: (reference: string) => Schema): Schema {
  if (schema === true) return {};
  if (schema === false) return { enum: [] };
  const reference = refOf(schema);
  if (!reference) return schema;
  const { $ref: _, ...beside } = schema;
  return { ...resolve(find(reference), find), ...beside };
}

/** Beside null, which goes by itself. */
function typesOf({ type }: Schema): readonly string[] {
  const all = type === undefined ? TYPES : ([type].flat() as string[]);
  return all.filter((each) => each !== 'null');
}

function takesNull(schema: Schema): boolean {
  const { type } = schema;
  const values = 'const' in schema ? [schema.const] : (schema.enum as readonly unknown[] | undefined);
  const isForbidden = isDeepStrictEqual(schema.not, { type: 'null' });
  return (
    !isForbidden &&
    (type === undefined || [type].flat().includes('null')) &&
    (values === undefined || values.includes(null))
  );
}

/** Null: any. */
function valuesOf(schema: Schema): readonly unknown[] | null {
  const values = 'const' in schema ? [schema.const] : (schema.enum as readonly unknown[] | undefined);
  return values?.filter((value) => value !== null) ?? null;
}

function schemaIn(part: unknown): Schema | boolean {
  return part === undefined ? true : (part as Schema | boolean);
}

/** Those that may be there: what the service alone sets must not be sent. */
function membersOf({ properties }: Schema): ReadonlyMap<string, Schema | boolean> {
  const all = Object.entries((properties ?? {}) as Record<string, Schema | boolean>);
  return new Map(
    all.map(([name, schema]) => [name, typeof schema === 'object' && schema['x-read-only'] === true ? false : schema]),
  );
}

function requiredIn({ required }: Schema): readonly string[] {
  return Array.isArray(required) ? required : [];
}

/** A value of a list, which is text or a number; of forms that cannot be decided here: no. */
function isWithin(value: unknown, keyword: string, limit: unknown): boolean {
  if (keyword === 'pattern') return new RegExp(String(limit), 'u').test(String(value));
  if (FORMS.includes(keyword)) return false;
  const size = keyword.endsWith('Length') ? [...String(value)].length : value;
  if (keyword in LEAST) return keyword === 'exclusiveMinimum' ? isLess(limit, size) : !isLess(size, limit);
  return keyword === 'exclusiveMaximum' ? isLess(size, limit) : !isLess(limit, size);
}

/** No length and no number of items is below 0: to ask for that is to ask for nothing. */
function boundOf(schema: Schema, keyword: string): unknown {
  const limit = schema[keyword];
  return limit === 0 && LENGTHS.has(keyword) ? undefined : limit;
}

/** Numbers, decimals in texts, and days, which sort as texts. */
function isLess(one: unknown, other: unknown): boolean {
  const [a, b] = [Number(one), Number(other)];
  return Number.isNaN(a) || Number.isNaN(b) ? String(one) < String(other) : a < b;
}

function has(values: readonly unknown[], value: unknown): boolean {
  return values.some((each) => isDeepStrictEqual(each, value));
}

function list(words: readonly string[]): string {
  return words.join(', ');
}

function print(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
