import type { Fleet } from '../../config/model.ts';
import { nearest } from '../../config/nearest.ts';
import type { Catalog, CatalogTable } from '../../schema/catalog/contract.ts';
import type { Target } from '../mapping/contract.ts';
import { targetsOf } from '../mapping/targets.ts';
import { FILE_NAMES, namesFor, plainName } from './names.ts';

/** Where a table probably goes. */
export interface Match {
  readonly table: CatalogTable;
  /** As a mapping calls it. */
  readonly into: string;
  readonly target: Target;
  /** Why somebody should look; absent: the names agree. */
  readonly doubt?: string;
}

const BYTES = /bytea|blob|binary/i;

/** Which tables are which entities, lists and files, as far as names, columns and foreign keys tell. */
export function matchTables(catalog: Catalog, fleet: Fleet): Match[] {
  const targets = targetsOf(fleet);
  const matches: Match[] = [];
  const free = () => catalog.tables.filter((table) => !matches.some((match) => match.table === table));
  const take = (table: CatalogTable | undefined, into: string, target: Target, doubt?: string) => {
    if (table) matches.push({ table, into, target, ...(doubt !== undefined && { doubt }) });
  };
  const entities = [...targets].filter(([, target]) => target.kind === 'entity');

  for (const [into, target] of entities) {
    if (target.kind !== 'entity') continue;
    const names = namesFor(target.entity.name, target.entity.table);
    take(
      free().find(({ name }) => names.has(plainName(name))),
      into,
      target,
    );
  }
  for (const [into, target] of targets) {
    if (target.kind !== 'files') continue;
    for (const table of free().filter(isOfFiles)) take(table, into, target, 'it seems to hold files');
  }
  for (const [into, target] of entities) {
    if (target.kind !== 'entity' || matches.some((match) => match.into === into)) continue;
    const names = new Map(free().map((table) => [plainName(table.name), table]));
    const found = nearest(plainName(target.entity.table), names.keys());
    if (found !== undefined) take(names.get(found), into, target, 'its name is only like that of the entity');
  }
  for (const [into, target] of targets) {
    if (target.kind !== 'list') continue;
    const owner = matches.find((match) => match.into === `${target.service}.${target.entity.name}`);
    const item = matches.find((match) => match.into === `${target.field.service}.${target.field.entity}`);
    if (!owner || !item) continue;
    const both = free().find((table) => leadTo(table, owner.table.name) && leadTo(table, item.table.name));
    take(both, into, target);
  }
  return matches;
}

function isOfFiles({ columns, name }: CatalogTable): boolean {
  const names = columns.map((column) => plainName(column.name));
  const isNamed = /file|document|attachment|upload|picture|image|blob/.test(plainName(name));
  const hasContent = columns.some(({ type }) => BYTES.test(type)) || names.some((each) => FILE_NAMES.path?.has(each));
  return isNamed && hasContent && names.some((each) => FILE_NAMES.name?.has(each));
}

/** The columns by which a table leads to another: its foreign key, else what is called after it. */
export function leadTo({ foreignKeys, columns }: CatalogTable, table: string): readonly string[] | undefined {
  const key = foreignKeys.find(({ target }) => target.table === table);
  if (key) return key.columns;
  const names = new Set([...namesFor(table)].map((name) => `${name}_id`));
  const column = columns.find(({ name }) => names.has(plainName(name)));
  return column && [column.name];
}
