import { Misfit } from '../fit/misfit.ts';
import type { Cells } from '../source/contract.ts';
import type { Kept, Row } from '../target/contract.ts';
import type { Spell } from '../target/spelling.ts';
import type { Value } from '../transform/compile-value.ts';
import { compileColumn, compileOwnKey, versionOf } from './columns.ts';
import { keptOf } from './kept.ts';
import { compilePair } from './pair.ts';
import type { RowRules } from './row-rules.ts';
import type { ShapeColumn } from './shape.ts';

/** What a row becomes. */
type Outcome = { readonly row: Row } | { readonly kept: Kept };

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
    for (const { at, live, taken, field } of uniques) {
      const value = live && texts[deletedAt] !== null ? null : together(at);
      if (value !== null && taken.has(value)) fail(field, DUPLICATE);
    }
    if (why.length > 0) return;
    for (const { at, live, taken } of uniques) {
      const value = live && texts[deletedAt] !== null ? null : together(at);
      if (value !== null) taken.add(value);
    }
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
