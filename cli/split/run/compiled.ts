import type { Fit } from '../fit/misfit.ts';
import { KeySet } from '../keys/key-set.ts';
import { TextSet } from '../keys/text-set.ts';
import { type Mapping, serviceOf } from '../mapping/contract.ts';
import type { TargetTable } from '../target/contract.ts';
import { spellingOfMysql, spellingOfPostgres } from '../target/spelling.ts';
import type { Value } from '../transform/compile-value.ts';
import { stepsOf } from '../transform/steps-of.ts';
import { type Context, targetOf } from './context.ts';
import { isLate, leadsTo, makerOf } from './order.ts';
import type { Pair } from './pair.ts';
import { compileKey, compileReference } from './reference.ts';
import type { RowRules } from './row-rules.ts';
import { compileRows } from './rows.ts';
import { keyOf, Selection } from './selection.ts';
import { referencesOf, type Shape, type ShapeColumn, shapeOf } from './shape.ts';

/** All that is known of a mapping before its first row. */
export interface Compiled {
  readonly shape: Shape;
  readonly table: TargetTable;
  readonly select: string;
  readonly selection: Selection;
  readonly row: ReturnType<typeof compileRows>;
  /** How many references of the rows so far led nowhere and became null. */
  readonly nulls: { count: number };
}

export interface CompileOptions {
  /** Keys that rows are added to. */
  readonly own: KeySet;
  /** Keys that references to the entity itself must lead to, found out beforehand; absent: they become null where they lead nowhere. */
  readonly self?: KeySet | undefined;
  /** By columns: shared by mappings into one table. */
  readonly uniques: (columns: string) => TextSet;
  /** Columns that are written by somebody else, such as what is known of a file's content. */
  readonly aside?: readonly string[];
  /** What columns take, where no model says so. */
  readonly fits?: Readonly<Record<string, Fit>>;
  /** Selects what else is to be read. */
  readonly prepare?: (selection: Selection, key: readonly string[]) => void;
}

export function compileMapping(context: Context, mapping: Mapping, options: CompileOptions): Compiled {
  const { source, split, fleet } = context;
  const { own, self, uniques, aside = [], fits = {}, prepare } = options;
  const nulls = { count: 0 };
  const catalog = source.catalog.tables.find(({ name }) => 'table' in mapping.from && name === mapping.from.table);
  const selection = new Selection(source, catalog);
  const full = shapeOf(mapping, fleet);
  const shape = { ...full, columns: full.columns.filter(({ name }) => !aside.includes(name)) };
  const key = keyOf(mapping, catalog);
  const { engine } = targetOf(context, serviceOf(mapping)).target;
  const onNull = () => {
    nulls.count += 1;
  };
  const late = lateOf(mapping).map(({ column }) => column);

  const keysOf: RowRules['keysOf'] = (field) => {
    const reference = referencesOf(mapping).find(({ name }) => name === field);
    if (!reference) return undefined;
    const maker = makerOf(field, leadsTo(reference), mapping, split.mappings);
    const isSelf = mapping.into.kind === 'entity' && reference.inside && reference.entity === mapping.into.entity.name;
    const keys = (isSelf ? own : context.keys.get(maker.name)) as KeySet;
    const nullify = mapping.fields[field]?.onOrphan === 'nullify' && !reference.required;
    const referred = reference.inside ? undefined : referredBy(context, serviceOf(mapping), leadsTo(reference), maker);
    return { keys, nullify, onKey: (old, id) => void referred?.add(old, id), onNull };
  };
  prepare?.(selection, key);
  const row = compileRows({
    mapping,
    shape,
    key,
    selection,
    timezone: split.source.timezone,
    own,
    ...(mapping.into.kind === 'list' && { pair: pairOf(context, mapping, selection) }),
    keysOf,
    late,
    fits,
    checks: self ? checksOf(mapping, selection, self) : [],
    uniques,
    spell: engine === 'postgres' ? spellingOfPostgres : spellingOfMysql,
    separator: engine === 'postgres' ? '\t' : ',',
  });
  return {
    shape,
    table: tableOf(mapping, full, late),
    selection,
    select: selection.sql(mapping, orderOf(mapping, key)),
    row,
    nulls,
  };
}

export function lateOf(mapping: Mapping) {
  return referencesOf(mapping).filter((field) => isLate(field, mapping) && Object.hasOwn(mapping.fields, field.name));
}

/** References of an entity to itself that must lead somewhere. */
export function selvesOf(mapping: Mapping) {
  const { into, fields } = mapping;
  if (into.kind !== 'entity') return [];
  return lateOf(mapping).filter(
    ({ entity, name }) => entity === into.entity.name && fields[name]?.onOrphan !== 'nullify',
  );
}

function checksOf(mapping: Mapping, selection: Selection, keys: KeySet): RowRules['checks'] {
  const nothing = () => undefined;
  return selvesOf(mapping).map(({ name }) => {
    const given = mapping.fields[name] ?? {};
    const key = compileKey(given, selection, stepsOf(given, { type: 'uuid' }), keys);
    return { field: name, value: compileReference(key, { keys, nullify: false, onKey: nothing, onNull: nothing }) };
  });
}

function tableOf({ into, fields }: Mapping, { table, columns }: Shape, late: readonly string[]): TargetTable {
  const isHeld = ({ name }: ShapeColumn) => !late.includes(name);
  const plain = columns.filter(isHeld).map(({ name, type }) => ({ name, kind: type.kind }));
  const common = { name: table, columns: plain, late, givesVersion: fields.version !== undefined };
  if (into.kind !== 'list') return { ...common, key: ['id'], versioned: { table, by: 'id' } };
  return { ...common, key: ['_owner', into.field.column], versioned: { table: into.entity.table, by: '_owner' } };
}

/** Those of one owner of a list come together, in their order. */
function orderOf({ into, fields }: Mapping, key: readonly string[]): readonly string[] {
  if (into.kind !== 'list') return key;
  const columns = (field: string) => fields[field]?.columns ?? [fields[field]?.column ?? []].flat();
  return [...new Set([...columns('owner'), ...columns('position'), ...key])];
}

function pairOf(context: Context, mapping: Mapping, selection: Selection): Pair {
  const { split, keys, pairs } = context;
  const reference = referencesOf(mapping)[0];
  if (!reference || mapping.into.kind !== 'list') throw new RangeError(`${mapping.name} goes into no list`);
  const half = (field: 'owner' | 'item', entity: string): Value => {
    const given = mapping.fields[field] ?? {};
    const found = keys.get(makerOf(field, entity, mapping, split.mappings).name) as KeySet;
    const key = compileKey(given, selection, stepsOf(given, { type: 'uuid' }), found);
    return compileReference(key, { keys: found, nullify: false, onKey: () => undefined, onNull: () => undefined });
  };
  const seen = pairs.get(mapping.name) ?? new TextSet();
  pairs.set(mapping.name, seen);
  return {
    owner: half('owner', `${mapping.into.service}.${mapping.into.entity.name}`),
    item: half('item', leadsTo(reference)),
    seen,
  };
}

function referredBy(context: Context, service: string, target: string, maker: Mapping): KeySet {
  const name = `${service} ${target}`;
  const of = context.referenced.get(name) ?? { service, target, keys: new Map<string, KeySet>() };
  context.referenced.set(name, of);
  const keys = of.keys.get(maker.name) ?? new KeySet(maker, context.counts.get(maker.name)?.source ?? 0);
  of.keys.set(maker.name, keys);
  return keys;
}
