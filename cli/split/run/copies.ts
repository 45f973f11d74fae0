import type { DomainService, Entity, Fleet } from '../../config/model.ts';
import { columnTypeOf } from '../../schema/column-type.ts';
import type { ColumnType } from '../../schema/contract.ts';
import type { CopyRow, Target } from '../target/contract.ts';
import { type Context, targetOf } from './context.ts';

/** Copies in one statement. */
const AT_ONCE = 1_000;

/**
 * Gives each service copies of what its rows refer to in others, as their owners have them now. Written directly: events would tell
 * every subscriber of millions of new resources, of which none is new, and reads would lack their copies until the last was heard.
 * @returns how many there are
 */
export async function copyReferences(context: Context): Promise<number> {
  let stored = 0;
  const fresh = new Map<string, boolean>();
  for (const { service, target: owned, ids } of context.referenced.values()) {
    if (ids.size === 0) continue;
    const [owner = '', entity = ''] = owned.split('.');
    const from = targetOf(context, owner).target;
    const to = targetOf(context, service).target;
    const isFresh = fresh.get(service) ?? (await to.isEmpty('reference_copies'));
    fresh.set(service, isFresh);
    const columns = columnsOf(context.fleet, owner, entity, from);
    let waiting: CopyRow[] = [];
    const store = async () => {
      await (isFresh ? to.addCopies(waiting) : to.storeCopies(waiting));
      stored += waiting.length;
      waiting = [];
    };
    for await (const rows of from.read(columns.select)) {
      for (const cells of rows) {
        const id = cells[0] as string;
        if (!ids.has(id)) continue;
        waiting.push({ target: owned, id, version: Number(cells[1]), data: columns.json(cells) });
        if (waiting.length === AT_ONCE) await store();
      }
    }
    if (waiting.length > 0) await store();
  }
  return stored;
}

/** The services that keep copies of an entity of another one. */
export function referrersOf(fleet: Fleet, service: string, entity: string): string[] {
  return fleet.services.flatMap((each) =>
    each.kind === 'domain' && each.name !== service && each.entities.some((of) => refersTo(of, service, entity))
      ? [each.name]
      : [],
  );
}

function refersTo({ fields }: Entity, service: string, entity: string): boolean {
  return fields.some((field) => field.type === 'reference' && field.service === service && field.entity === entity);
}

interface Property {
  readonly name: string;
  readonly sql: string;
  readonly kind: ColumnType['kind'] | 'list';
}

/** A resource as its owner gives it (the properties of shared/references), by one SELECT. */
function columnsOf(fleet: Fleet, service: string, entity: string, { engine }: Target) {
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
  return {
    select: `SELECT ${properties.map(({ sql }) => sql).join(', ')} FROM ${quote(table)} t`,
    json: (cells: readonly (string | null)[]) =>
      `{${properties.map(({ name, kind }, at) => `${JSON.stringify(name)}:${jsonOf(kind, cells[at] ?? null)}`).join()}}`,
  };
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
