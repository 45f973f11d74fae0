import { type Fit, Misfit } from '../fit/misfit.ts';
import { moment, offsetOf } from '../fit/moment.ts';
import { fitOf } from '../fit/of-field.ts';
import { text } from '../fit/text.ts';
import { wholeNumber } from '../fit/whole-number.ts';
import { composite } from '../identity.ts';
import type { KeySet } from '../keys/key-set.ts';
import type { TextSet } from '../keys/text-set.ts';
import type { FieldMapping, Mapping } from '../mapping/contract.ts';
import { type Cells, Malformed } from '../source/contract.ts';
import type { Kept, Row } from '../target/contract.ts';
import type { Spell } from '../target/spelling.ts';
import { compileOrigin, compileValue, type Value } from '../transform/compile-value.ts';
import { stepsOf } from '../transform/steps-of.ts';
import { compileKey, compileReference, type Referred } from './reference.ts';
import type { Selection } from './selection.ts';
import type { Shape, ShapeColumn } from './shape.ts';

/** What a row becomes; undefined where nothing of it is told any more. */
export type Outcome = { readonly row: Row } | { readonly kept: Kept };

export interface RowRules {
  readonly mapping: Mapping;
  readonly shape: Shape;
  readonly key: readonly string[];
  readonly selection: Selection;
  readonly timezone: string;
  readonly own: KeySet;
  /** Of a list: its owner and what is in it, and which pairs there were. */
  readonly pair?: { readonly owner: Value; readonly item: Value; readonly seen: TextSet };
  /** Of what a field refers to; undefined: it is none, or set later. */
  keysOf(field: string): Referred | undefined;
  readonly late: readonly string[];
  /** By column, where no model says so. */
  readonly fits: Readonly<Record<string, Fit>>;
  /** References that must lead somewhere although they are set later. */
  readonly checks: readonly { readonly field: string; readonly value: Value }[];
  /** By columns of a unique index: shared by all mappings of a table. */
  uniques(columns: string): TextSet;
  readonly spell: (kind: ShapeColumn['type']['kind']) => Spell;
  readonly separator: string;
}

/** Milliseconds have three digits; a day that every database knows. */
const BEGINNING = '2000-01-01 00:00:00.000';
const REQUIRED = new Misfit('required');
const DUPLICATE_KEY = new Misfit('duplicate_key');

/** One function for all rows of a mapping: each is looked at once, and nothing is made for a column but its text. */
export function compileRows(rules: RowRules): (cells: Cells) => Outcome {
  const { shape, selection, own, late, separator } = rules;
  const columns = shape.columns.filter(({ name }) => !late.includes(name));
  const values = columns.map((column) => compileColumn(column, rules));
  const spells = columns.map(({ type }) => rules.spell(type.kind));
  const nullable = columns.map((column) => column.nullable);
  const readKey = compileOwnKey(rules);
  const version = versionOf(rules);
  const count = columns.length;
  const texts: (string | null)[] = new Array(count).fill(null);
  const createdAt = columns.findIndex(({ name }) => name === 'created_at');
  const updatedAt = columns.findIndex(({ name }) => name === 'updated_at');
  const deletedAt = columns.findIndex(({ name }) => name === 'deleted_at');
  const uniques = shape.uniques.map(({ columns: names, live }) => ({
    at: names.map((name) => columns.findIndex((column) => column.name === name)),
    field: columns.find(({ name }) => name === names[0])?.field ?? '',
    live,
    taken: rules.uniques(names.join()),
  }));
  const pair = rules.pair && compilePair(rules.pair);

  const spelled: string[] = new Array(count);
  // Of the row that is looked at; nearly always none, and nothing is made for it.
  let why: Why[] = [];
  const fail = (field: string, { code, detail }: Misfit) => void why.push({ field, code, detail });

  return (cells) => {
    if (why.length > 0) why = [];
    const key = readKey(cells);
    if (key instanceof Misfit) fail('', key);
    else if (!pair && own.has(key)) fail('', DUPLICATE_KEY);
    for (let at = 0; at < count; at++) {
      const value = (values[at] as Value)(cells);
      if (typeof value === 'string') {
        texts[at] = value;
        continue;
      }
      texts[at] = null;
      if (value !== null) fail((columns[at] as ShapeColumn).field, value);
      else if (!nullable[at] && at !== updatedAt) fail((columns[at] as ShapeColumn).field, REQUIRED);
    }
    if (updatedAt >= 0 && texts[updatedAt] === null) texts[updatedAt] = texts[createdAt] ?? null;
    for (const { field, value } of rules.checks) {
      const id = value(cells);
      if (id instanceof Misfit) fail(field, id);
    }
    const number = version === undefined ? '1' : version(cells);
    if (number instanceof Misfit) fail('version', number);
    const paired = pair?.(cells, fail);
    if (why.length === 0) claim();
    if (why.length > 0) return { kept: keptOf(key instanceof Misfit ? '' : key, why, selection.names, cells) };
    const id = paired?.id ?? own.idOf(key as string);
    if (paired) texts[0] = String(paired.position);
    else own.add(key as string, id);
    for (let at = 0; at < count; at++) spelled[at] = (spells[at] as Spell)(texts[at] as string | null);
    return { row: { key: key as string, id, version: Number(number), rest: spelled.join(separator) } };
  };

  /** The first one has its values, all of them or none. One of several columns of which one is null is like no other. */
  function claim(): void {
    const claimed = uniques.map(({ at, live }) => (live && texts[deletedAt] !== null ? null : together(at)));
    uniques.forEach(({ taken, field }, place) => {
      const value = claimed[place];
      if (typeof value === 'string' && taken.has(value)) fail(field, DUPLICATE);
    });
    if (why.length > 0) return;
    uniques.forEach(({ taken }, place) => {
      const value = claimed[place];
      if (typeof value === 'string') taken.add(value);
    });
  }

  function together(at: readonly number[]): string | null {
    if (at.length === 1) return texts[at[0] as number] ?? null;
    let value = '';
    for (const place of at) {
      const text = texts[place] ?? null;
      if (text === null) return null;
      value += `${text.length}:${text}`;
    }
    return value;
  }
}

type Why = Kept['why'][number];

const DUPLICATE = new Misfit('duplicate');
/** Of a list of ids (docs/relations.md). */
const LONGEST_LIST = 100;

/** Rows come in the order of their owners, so places are counted. */
function compilePair({ owner, item, seen }: NonNullable<RowRules['pair']>) {
  const tooMany = new Misfit('out_of_range', `more than ${LONGEST_LIST} in a list`);
  let last = '';
  let next = 0;
  return (cells: Cells, fail: (field: string, why: Misfit) => void): { id: string; position: number } | undefined => {
    const [of, what] = [owner(cells), item(cells)];
    if (typeof of !== 'string') fail('owner', of ?? REQUIRED);
    if (typeof what !== 'string') fail('item', what ?? REQUIRED);
    if (typeof of !== 'string' || typeof what !== 'string') return undefined;
    if (of !== last) next = 0;
    last = of;
    const id = `${of},${what}`;
    if (next >= LONGEST_LIST) fail('item', tooMany);
    else if (!seen.add(id)) fail('item', DUPLICATE);
    else return { id, position: next++ };
    return undefined;
  };
}

function compileOwnKey({ key, selection, own }: RowRules): (cells: Cells) => string | Misfit {
  const places = key.map((name) => selection.column(name));
  const [only = 0] = places;
  if (places.length === 1) {
    return (cells) => {
      const cell = cells[only];
      if (typeof cell === 'string') return own.normal(cell);
      return cell instanceof Malformed ? new Misfit('encoding') : REQUIRED;
    };
  }
  return (cells) => {
    const parts: string[] = [];
    for (const place of places) {
      const cell = cells[place];
      if (typeof cell !== 'string') return cell instanceof Malformed ? new Misfit('encoding') : REQUIRED;
      parts.push(cell);
    }
    return own.normal(composite(parts));
  };
}

function compileColumn(column: ShapeColumn, rules: RowRules): Value {
  const { mapping, selection, timezone } = rules;
  const given = mapping.fields[column.field];
  if (column.name === '_position') return () => '0';
  const fit = rules.fits[column.name] ?? fitOfColumn(column, offsetOf(timezone));
  if (!given) return constantOf(column, fit);
  const steps = stepsOf(given, column.of ?? { type: 'string' });
  const reference =
    column.of?.type === 'reference' && given.constant === undefined ? rules.keysOf(column.field) : undefined;
  if (reference) {
    return compileReference(compileKey(given, selection, steps, reference.keys), reference);
  }
  const isUuid = column.type.kind === 'uuid';
  return compileValue(compileOrigin(given, selection, isUuid), steps, given.default ?? defaultOf(column), fit);
}

/** What a column is that the mapping does not mention. */
function constantOf(column: ShapeColumn, takes: Fit): Value {
  const text = column.name === 'created_at' ? BEGINNING : defaultOf(column);
  const value = text === null ? null : takes(text);
  return () => value;
}

function defaultOf({ of }: ShapeColumn): string | null {
  if (!of || !('default' in of) || of.default === undefined) return null;
  return typeof of.default === 'object' ? JSON.stringify(of.default) : String(of.default);
}

function fitOfColumn({ of, type }: ShapeColumn, offset: number): Fit {
  if (of) return fitOf(of, offset);
  if (type.kind === 'datetime') return moment(offset);
  return text({ min: 0, max: type.kind === 'string' ? type.length : Number.POSITIVE_INFINITY });
}

function versionOf({ mapping, selection }: RowRules): ((cells: Cells) => string | Misfit) | undefined {
  const given: FieldMapping | undefined = mapping.fields.version;
  if (!given) return undefined;
  const fit = wholeNumber(1, 2 ** 31 - 1);
  const value = compileValue(
    compileOrigin(given, selection),
    stepsOf(given, { type: 'integer' }),
    given.default ?? '1',
    fit,
  );
  return (cells) => value(cells) ?? '1';
}

/** Characters of a value that are kept to be looked at. */
const SHOWN = 1_000;

export function keptOf(key: string, why: Kept['why'], names: readonly string[], cells: Cells): Kept {
  const row: Record<string, string | null> = {};
  names.forEach((name, at) => {
    const cell = cells[at] ?? null;
    row[name] = cell === null ? null : shown(cell.toString());
  });
  return { key, why, row };
}

/** What no JSON of PostgreSQL holds is shown as U+FFFD. */
function shown(text: string): string {
  return text.slice(0, SHOWN).toWellFormed().replaceAll('\0', '\uFFFD');
}
