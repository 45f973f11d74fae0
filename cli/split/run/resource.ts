import type { DomainService, Entity, Fleet } from '../../config/model.ts';
import { columnTypeOf } from '../../schema/column-type.ts';
import type { ColumnType } from '../../schema/contract.ts';
import type { Target } from '../target/contract.ts';

interface Property {
  readonly name: string;
  readonly sql: string;
  readonly kind: ColumnType['kind'] | 'list';
}

type Cells = readonly (string | null)[];

/** A resource as its owner gives it (the properties of shared/references), by one SELECT: its id, its version, and what JSON is made of. */
export interface Resource {
  readonly select: string;
  json(cells: Cells): string;
}

export function resourceOf(fleet: Fleet, service: string, entity: string, engine: Target['engine']): Resource {
  const quote = (name: string) => (engine === 'postgres' ? `"${name}"` : `\`${name}\``);
  const owner = fleet.services.find(({ name }) => name === service);
  const { table, fields } = owner?.kind === 'domain' ? own(owner, entity, quote, engine) : FILES;
  const properties: Property[] = [
    { name: 'id', sql: 'id', kind: 'uuid' },
    { name: 'version', sql: 'version', kind: 'integer' },
    ...fields,
    { name: 'createdAt', sql: 'created_at', kind: 'datetime' },
    { name: 'updatedAt', sql: 'updated_at', kind: 'datetime' },
  ];
  const from = `FROM ${quote(table)} t`;
  // PostgreSQL spells a row in a fifth of the time that it takes here.
  if (engine === 'postgres') {
    const selected = properties.map((property) => `${sqlValue(property)} AS ${quote(property.name)}`);
    return {
      select: `SELECT id, version, row_to_json(r) FROM (SELECT ${selected.join(', ')} ${from}) r`,
      json: (cells) => cells[2] as string,
    };
  }
  return {
    select: `SELECT ${properties.map(({ sql }) => sql).join(', ')} ${from}`,
    json: (cells) =>
      `{${properties.map(({ name, kind }, at) => `${JSON.stringify(name)}:${jsonOf(kind, cells[at] ?? null)}`).join()}}`,
  };
}

/** What PostgreSQL makes the JSON of a property of. */
function sqlValue({ sql, kind }: Property): string {
  switch (kind) {
    case 'datetime':
      return `to_char(${sql} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
    case 'decimal':
      return `${sql}::text`;
    case 'list':
      return `array_to_json(string_to_array(COALESCE(${sql}, ''), ','))`;
    default:
      return sql;
  }
}

function own({ entities }: DomainService, name: string, quote: (name: string) => string, engine: Target['engine']) {
  const entity = entities.find((each) => each.name === name) as Entity;
  const fields = entity.fields.map((field): Property => {
    if (field.type !== 'reference' || !field.many)
      return { name: field.name, sql: quote(field.column), kind: columnTypeOf(field).kind };
    const [list, item] = [quote(`${entity.table}_${field.column}`), quote(field.column)];
    const joined =
      engine === 'postgres'
        ? `string_agg(${item}::text, ',' ORDER BY _position)`
        : `GROUP_CONCAT(${item} ORDER BY _position SEPARATOR ',')`;
    return { name: field.name, sql: `(SELECT ${joined} FROM ${list} WHERE _owner = t.id)`, kind: 'list' };
  });
  return { table: entity.table, fields };
}

const FILES: { readonly table: string; readonly fields: readonly Property[] } = {
  table: 'files',
  fields: [
    { name: 'name', sql: 'name', kind: 'string' },
    { name: 'contentType', sql: 'content_type', kind: 'string' },
    { name: 'size', sql: 'size', kind: 'bigint' },
    { name: 'sha256', sql: 'sha256', kind: 'string' },
  ],
};

/** As a service spells it in JSON. */
function jsonOf(kind: Property['kind'], text: string | null): string {
  if (kind === 'list') return JSON.stringify(text === null ? [] : text.split(','));
  if (text === null) return 'null';
  switch (kind) {
    case 'integer':
    case 'bigint':
    case 'json':
      return text;
    case 'boolean':
      return String(text === 't' || text === '1');
    case 'datetime':
      return `"${new Date(`${text.slice(0, 23).replace(/\+00$/, '').replace(' ', 'T')}Z`).toISOString()}"`;
    default:
      return JSON.stringify(text);
  }
}
