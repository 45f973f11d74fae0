import type { DomainService, Field } from '../../../config/model.ts';
import { mysqlText, postgresText } from './spell.ts';
import type { Default, Defaults } from './steps/columns.ts';

/** What fields have where nobody has said anything, in SQL. */
export function defaultsOf({ entities }: DomainService): Defaults {
  return (table, column) => {
    const field = entities.find((entity) => entity.table === table)?.fields.find((each) => each.column === column);
    return field && defaultOf(field);
  };
}

function defaultOf(field: Field): Default | undefined {
  const value = 'default' in field ? field.default : undefined;
  if (value === undefined) return undefined;
  if (field.type === 'datetime') {
    const time = new Date(value as string).toISOString();
    // In UTC, as everybody who connects speaks of times.
    return { postgres: postgresText(time), mysql: mysqlText(time.slice(0, -1).replace('T', ' ')) };
  }
  if (typeof value === 'number') return { postgres: String(value), mysql: String(value) };
  if (typeof value === 'boolean') return { postgres: String(value), mysql: String(value) };
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isLong = field.type === 'text' || field.type === 'array';
  return { postgres: postgresText(text), mysql: mysqlText(text), isLong };
}
