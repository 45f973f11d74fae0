import { kebabCase } from '../../../config/names.ts';
import type { ColumnType } from '../../../schema/contract.ts';
import type { Change } from './change.ts';

/** A change as a sentence, for who reads the file. */
export function sayChange(change: Change): string {
  switch (change.kind) {
    case 'rename table':
      return `${change.from.name} becomes ${change.to.name}.`;
    case 'add table':
      return `${change.table.name} is new.`;
    case 'drop table':
      return `${change.table.name} goes.`;
    case 'add column':
      return `${placeOf(change)} is new.`;
    case 'drop column':
      return `${placeOf(change)} goes.`;
    case 'require column':
      return `${placeOf(change)} must be there.`;
    case 'relax column':
      return `${placeOf(change)} may be null.`;
    case 'rename column':
      return `${change.table.after.name}.${change.from.name} becomes ${change.to.name}.`;
    case 'change type':
      return `${placeOf(change)} is ${spell(change.to)} now, not ${spell(change.column.type)}.`;
    case 'add index':
      return `${change.table.after.name} is ${change.index.unique ? 'unique' : 'found'} by ${listOf(change.index.columns)}.`;
    case 'drop index':
      return `${change.table.after.name} is no longer ${change.index.unique ? 'unique' : 'found'} by ${listOf(change.index.columns)}.`;
    case 'replace index': {
      const among = change.to.live ? 'among rows that are not deleted' : 'among all rows';
      return `${change.table.after.name} is unique by ${listOf(change.to.columns)} ${among}.`;
    }
    case 'add foreign key':
      return `${change.table.after.name}.${change.key.column} refers to ${change.key.table}.`;
    case 'drop foreign key':
      return `${change.table.after.name}.${change.key.column} no longer refers to ${change.key.table}.`;
  }
}

function placeOf(change: Extract<Change, { column: object }>): string {
  return `${change.table.after.name}.${change.column.name}`;
}

function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function spell(type: ColumnType): string {
  switch (type.kind) {
    case 'string':
      return `string(${type.length})`;
    case 'decimal':
      return `decimal(${type.precision}, ${type.scale})`;
    case 'enum':
      return `one of ${type.values.join(', ')}`;
    default:
      return type.kind;
  }
}

/** What a file of these changes is called: `rename-name-to-title-of-orders`, `change-orders`. */
export function verbNoun(changes: readonly Change[]): string {
  const leading = changes.filter((change) => LEADING.has(change.kind) && !isOfList(change));
  const [only, ...more] = leading.length > 0 ? leading : changes;
  if (only && more.length === 0) return named(only);
  const tables = [...new Set(changes.map(tableOf))];
  return tables.length > 2 ? 'change-tables' : `change-${tables.map(slug).join('-and-')}`;
}

/** The table of a list takes its name from its entity's. */
function isOfList(change: Change): boolean {
  return change.kind === 'rename table' && change.from.primaryKey[0] === '_owner';
}

/** The others come along with them. */
const LEADING = new Set<Change['kind']>([
  ...(['rename table', 'add table', 'drop table', 'add column', 'drop column', 'rename column'] as const),
  ...(['change type', 'require column', 'relax column'] as const),
]);

const VERBS: Readonly<Record<Change['kind'], string>> = {
  'rename table': 'rename',
  'add table': 'create',
  'drop table': 'drop',
  'add column': 'add',
  'drop column': 'drop',
  'require column': 'require',
  'relax column': 'relax',
  'rename column': 'rename',
  'change type': 'change',
  'add index': 'index',
  'drop index': 'stop-indexing',
  'replace index': 'reindex',
  'add foreign key': 'link',
  'drop foreign key': 'unlink',
};

function named(change: Change): string {
  const verb = VERBS[change.kind];
  switch (change.kind) {
    case 'rename table':
      return `rename-${slug(change.from.name)}-to-${slug(change.to.name)}`;
    case 'add table':
    case 'drop table':
      return `${verb}-${slug(change.table.name)}`;
    case 'add column':
      return `add-${slug(change.column.name)}-to-${slug(tableOf(change))}`;
    case 'rename column':
      return `rename-${slug(change.from.name)}-to-${slug(change.to.name)}-of-${slug(tableOf(change))}`;
    case 'add index':
    case 'drop index':
      return `${verb}-${change.index.columns.map(slug).join('-and-')}-of-${slug(tableOf(change))}`;
    case 'replace index':
      return `${verb}-${change.to.columns.map(slug).join('-and-')}-of-${slug(tableOf(change))}`;
    case 'add foreign key':
    case 'drop foreign key':
      return `${verb}-${slug(change.key.column)}-of-${slug(tableOf(change))}`;
    default:
      return `${verb}-${slug(change.column.name)}-of-${slug(tableOf(change))}`;
  }
}

function tableOf(change: Change): string {
  if (change.kind === 'rename table') return change.to.name;
  if ('after' in change.table) return change.table.after.name;
  const owner = change.table.foreignKeys.find(({ column }) => column === '_owner');
  return owner?.table ?? change.table.name;
}

/** The file's name says no more of a long one; the file does. */
function slug(name: string): string {
  return kebabCase(name.replaceAll('_', '-')).slice(0, 40);
}
