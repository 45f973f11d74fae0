import type { Field } from '../../config/model.ts';
import { nearest } from '../../config/nearest.ts';
import type { CatalogColumn } from '../../schema/catalog/contract.ts';
import type { FieldMapping } from '../mapping/contract.ts';

/** What is known of a field, or of what every resource has. */
type Wanted = Field | { readonly type: 'datetime' | 'integer' | 'string' };

/** How a column becomes a field, as far as the two types tell, and what somebody should look at. */
export function guessValue(field: Wanted, column: CatalogColumn): { value: FieldMapping; notes: readonly string[] } {
  const { name, type, nullable } = column;
  const value: Record<string, unknown> = { column: name };
  const notes: string[] = [];
  const isText = /char|text/i.test(type);
  const isNumber = /int|numeric|decimal|float|double|real/i.test(type);

  if (field.type === 'enum') guessEnum(field.values, column, value, notes);
  if (field.type === 'email') Object.assign(value, { trim: true, nulls: [''] });
  if ((field.type === 'date' || field.type === 'datetime') && isNumber) {
    value.format = 'unix';
    notes.push('a number: seconds since 1970?');
  }
  if ((field.type === 'date' || field.type === 'datetime') && isText) {
    value.nulls = [''];
    notes.push('a text: say by `format` how dates are written, unless as in ISO 8601');
  }
  if (isText && (field.type === 'integer' || field.type === 'bigint' || field.type === 'decimal')) {
    Object.assign(value, { trim: true, nulls: [''] });
  }
  const longest = Number(/char(?:acter varying|acter)?\((\d+)\)/i.exec(type)?.[1] ?? Number.POSITIVE_INFINITY);
  if (isText && 'maxLength' in field && longest > field.maxLength) {
    const up = Number.isFinite(longest) ? `up to ${longest} characters there` : 'of any length there';
    notes.push(`${up}, ${field.maxLength} here: longer ones do not fit, unless \`cut: true\` cuts them`);
  }
  if ('required' in field && field.required && nullable && !('default' in field && field.default !== undefined)) {
    notes.push('may be null there and not here: such rows do not fit, unless there is a `default`');
  }
  return { value: value as FieldMapping, notes };
}

function guessEnum(
  values: readonly string[],
  column: CatalogColumn,
  value: Record<string, unknown>,
  notes: string[],
): void {
  if (!column.values) {
    notes.push(`one of ${values.join(', ')}: say by \`values\` what others become`);
    return;
  }
  const others = column.values.filter((each) => !values.includes(each));
  if (others.length === 0) return;
  value.values = Object.fromEntries(
    column.values.map((each) => [each, values.includes(each) ? each : (nearest(each, values) ?? values[0])]),
  );
  notes.push(`a guess for ${others.join(', ')}`);
}
