import { type Fit, Misfit } from '../fit/misfit.ts';
import type { FieldMapping } from '../mapping/contract.ts';
import type { Selection } from '../run/selection.ts';
import type { Cells } from '../source/contract.ts';
import { type Decode, decoder, decoderOfBytes } from './decode.ts';
import type { Step } from './step.ts';

/** A value of a row, or why it has none. */
export type Value = (cells: Cells) => string | null | Misfit;

/** @param raw whether bytes stay hexadecimal digits: keys and UUIDs are compared, not read */
export function compileOrigin(mapping: FieldMapping, selection: Selection, raw = false): Value {
  const { column, columns, sql, constant, encoding, join = ' ' } = mapping;
  if (constant !== undefined) return () => constant;
  const read = (name: string): Value => {
    const decode: Decode = selection.isBytes(name) && !raw ? decoderOfBytes(encoding) : decoder(encoding);
    const place = selection.column(name);
    return (cells) => decode(cells[place] ?? null);
  };
  if (column !== undefined) return read(column);
  if (sql !== undefined) {
    const place = selection.expression(sql);
    const decode = decoder(encoding);
    return (cells) => decode(cells[place] ?? null);
  }
  const parts = (columns ?? []).map(read);
  return (cells) => {
    let text = '';
    for (const part of parts) {
      const value = part(cells);
      if (value instanceof Misfit) return value;
      if (value !== null && value !== '') text += text === '' ? value : join + value;
    }
    return text === '' ? null : text;
  };
}

/** From where a value comes from to what its field takes. @param otherwise what null becomes */
export function compileValue(origin: Value, steps: readonly Step[], otherwise: string | null, takes: Fit): Value {
  const fitted = otherwise === null ? null : takes(otherwise);
  return (cells) => {
    let value = origin(cells);
    for (let at = 0; at < steps.length && typeof value === 'string'; at++) value = (steps[at] as Step)(value);
    if (typeof value === 'string') return takes(value);
    return value === null ? fitted : value;
  };
}
