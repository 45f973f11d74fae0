import type { Field, ReferenceField } from '../../../config/model.ts';
import { type Fit, Misfit } from '../../fit/misfit.ts';
import { moment, offsetOf } from '../../fit/moment.ts';
import { fitOf } from '../../fit/of-field.ts';
import { text } from '../../fit/text.ts';
import { entityOf, type FieldMapping, type Mapping, type SplitMapping } from '../../mapping/contract.ts';
import type { Selection } from '../../run/selection.ts';
import type { Cells } from '../../source/contract.ts';
import { compileOrigin, compileValue, type Value } from '../../transform/compile-value.ts';
import { stepsOf } from '../../transform/steps-of.ts';
import { isNullified } from '../entities/rules.ts';
import type { ShapeColumn } from '../target/shape.ts';
import { canonical } from '../target/value.ts';
import { idsOf } from './ids.ts';

/** What rows have whose mapping tells of no time. */
const BEGINNING = '2000-01-01 00:00:00.000';
/** Characters of what no field bounds: names and types of files, and who made a row. */
const LONGEST = 255;
const REQUIRED = new Misfit('required');
const ORPHAN = new Misfit('orphan');

/** The value of one field, in the spelling in which databases are compared, or why the row does not fit. */
export type Convert = (cells: Cells) => string | null | Misfit;

/** A field of an entity, or one that every resource has. */
export function converterOf(column: ShapeColumn, mapping: Mapping, all: SplitMapping, selection: Selection): Convert {
  const field = fieldOf(mapping, column.field);
  const given = mapping.fields[column.field];
  const isReference = field?.type === 'reference' && given?.constant === undefined;
  const value =
    given && isReference ? referenceOf(given, field, all, selection) : plainOf(column, field, mapping, all, selection);
  const required = isRequired(column, field);
  return (cells) => {
    const found = value(cells);
    if (found === null) return required ? REQUIRED : null;
    return typeof found === 'string' ? spelt(column, found) : found;
  };
}

/** Like `spelt` in the databases: what the split writes and what is read back look the same. */
function spelt({ kind }: ShapeColumn, value: string): string | null {
  if (kind === 'datetime') return `${value.replace(' ', 'T')}Z`;
  if (kind === 'boolean') return value === 't' || value === '1' || value === 'true' ? 'true' : 'false';
  return canonical(kind, value);
}

function plainOf(
  { field: name, kind }: ShapeColumn,
  field: Field | undefined,
  mapping: Mapping,
  { source }: SplitMapping,
  selection: Selection,
): Value {
  const offset = offsetOf(source.timezone);
  const fits: Fit = field
    ? fitOf(field, offset)
    : kind === 'datetime'
      ? moment(offset)
      : text({ min: 0, max: LONGEST });
  const fallback = name === 'createdAt' ? BEGINNING : defaultOf(field);
  const given = mapping.fields[name];
  if (!given) return () => (fallback === null ? null : fits(fallback));
  return compileValue(
    compileOrigin(given, selection),
    stepsOf(given, field ?? { type: 'string' }),
    given.default ?? fallback,
    fits,
  );
}

/** The id of the row that an old key leads to, whether there is such a row or not. */
function referenceOf(given: FieldMapping, field: ReferenceField, all: SplitMapping, selection: Selection): Value {
  const target = makerOf(given, `${field.service}.${field.entity}`, all);
  const ids = idsOf(target);
  const steps = stepsOf(given, field);
  const { columns = [given.column], encoding } = given;
  const parts = columns.map((column) =>
    compileOrigin(column === undefined ? given : { column, ...(encoding && { encoding }) }, selection, true),
  );
  return (cells) => {
    const texts: string[] = [];
    for (const part of parts) {
      let value = part(cells);
      for (const step of steps) if (typeof value === 'string') value = step(value);
      if (value instanceof Misfit) return value;
      if (value !== null) texts.push(value);
    }
    if (texts.length === 0) return given.default ?? null;
    return (texts.length === parts.length && ids.of(texts)?.id) || (isNullified(given, field) ? null : ORPHAN);
  };
}

/** The mapping whose rows a reference leads to. */
export function makerOf({ to }: FieldMapping, entity: string, { mappings }: SplitMapping): Mapping {
  const maker = mappings.find(
    (each) => (to === undefined ? entityOf(each) === entity : each.name === to) && each.into.kind !== 'list',
  );
  if (!maker) throw new RangeError(`no mapping makes ${entity}`);
  return maker;
}

/** Of a list: what its owner and what is in it would be as fields. */
function fieldOf({ into }: Mapping, name: string): Field | undefined {
  if (into.kind === 'files') return undefined;
  if (into.kind === 'entity') return into.entity.fields.find((field) => field.name === name);
  const { many: _, ...item } = { ...into.field, required: true };
  return name === 'item' ? item : { ...item, service: into.service, entity: into.entity.name };
}

function defaultOf(field: Field | undefined): string | null {
  if (!field || !('default' in field) || field.default === undefined) return null;
  return typeof field.default === 'object' ? JSON.stringify(field.default) : String(field.default);
}

/** The database asks for it: the field is required, or has a default. */
function isRequired({ field: name }: ShapeColumn, field: Field | undefined): boolean {
  return field ? field.required || defaultOf(field) !== null : name === 'createdAt' || name === 'name';
}
