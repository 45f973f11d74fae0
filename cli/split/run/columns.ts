import { type Fit, Misfit } from '../fit/misfit.ts';
import { moment, offsetOf } from '../fit/moment.ts';
import { fitOf } from '../fit/of-field.ts';
import { text } from '../fit/text.ts';
import { wholeNumber } from '../fit/whole-number.ts';
import { composite } from '../identity.ts';
import type { FieldMapping } from '../mapping/contract.ts';
import { type Cells, Malformed } from '../source/contract.ts';
import { compileOrigin, compileValue, type Value } from '../transform/compile-value.ts';
import { stepsOf } from '../transform/steps-of.ts';
import { compileKey, compileReference } from './reference.ts';
import type { RowRules } from './row-rules.ts';
import type { ShapeColumn } from './shape.ts';

/** Milliseconds have three digits; a day that every database knows. */
const BEGINNING = '2000-01-01 00:00:00.000';
const REQUIRED = new Misfit('required');

/** The key of a row, as its mapping has it. */
export function compileOwnKey({ key, selection, own }: RowRules): (cells: Cells) => string | Misfit {
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

/** What a column becomes. */
export function compileColumn(column: ShapeColumn, rules: RowRules): Value {
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

/** Undefined: all rows begin with the first. */
export function versionOf({ mapping, selection }: RowRules): ((cells: Cells) => string | Misfit) | undefined {
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
