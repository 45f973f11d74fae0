import { pluralOf, snakeCase } from '../../config/names.ts';

/** What is put before the names of all tables, and tells nothing. */
const PREFIX = /^(?:tbl|tb|t|app|dbo)_(?=[a-z])/;

/** A name without what spellings differ in: case, dashes, a prefix. */
export function plainName(name: string): string {
  const snake = /^[A-Z0-9_]+$/.test(name) ? name.toLowerCase() : snakeCase(name.replaceAll(/[^\p{L}\p{N}]+/gu, '_'));
  return snake.replace(PREFIX, '');
}

/** All that a table of something may be called: in the singular, and in the plural. */
export function namesFor(...names: readonly string[]): ReadonlySet<string> {
  return new Set(names.map(plainName).flatMap((name) => [name, pluralOf(name), singularOf(name)]));
}

function singularOf(plural: string): string {
  if (plural.endsWith('ies')) return `${plural.slice(0, -3)}y`;
  if (/(?:ses|xes|zes|ches|shes)$/.test(plural)) return plural.slice(0, -2);
  return plural.endsWith('s') && !plural.endsWith('ss') ? plural.slice(0, -1) : plural;
}

/** What columns are called that every resource has. */
export const SYSTEM_NAMES: Readonly<Record<string, ReadonlySet<string>>> = {
  createdAt: new Set([
    'created_at',
    'created',
    'created_on',
    'creation_date',
    'date_created',
    'inserted_at',
    'create_time',
    'added_at',
    'added_on',
    'uploaded_on',
    'uploaded_at',
  ]),
  updatedAt: new Set([
    'updated_at',
    'updated',
    'updated_on',
    'changed',
    'changed_at',
    'changed_on',
    'modified',
    'modified_at',
    'modified_on',
    'last_modified',
    'update_time',
  ]),
  deletedAt: new Set(['deleted_at', 'deleted_on', 'removed_at']),
  version: new Set(['version', 'lock_version', 'row_version']),
  createdBy: new Set(['created_by', 'creator']),
  updatedBy: new Set(['updated_by', 'changed_by', 'modified_by']),
};

/** What columns of files are called. */
export const FILE_NAMES: Readonly<Record<string, ReadonlySet<string>>> = {
  name: new Set(['name', 'filename', 'file_name', 'original_name', 'title']),
  contentType: new Set(['content_type', 'mime', 'mime_type', 'mimetype', 'media_type', 'type']),
  path: new Set(['path', 'file_path', 'filepath', 'location', 'storage_path']),
};

/** Words that old applications use for one another. */
const SYNONYMS: readonly ReadonlySet<string>[] = [
  new Set(['name', 'title', 'label', 'caption']),
  new Set(['description', 'descr', 'desc', 'notes', 'body']),
  new Set(['status', 'state']),
  new Set(['email', 'mail']),
  new Set(['phone', 'tel', 'telephone']),
  new Set(['amount', 'sum', 'total']),
];
/** Letters that two words have at their beginning, if they mean the same. */
const STEM = 4;

/** Whether a column may be what a field is called: another word for it, one of its words, or the same stem. */
export function isAlike(field: string, column: string): boolean {
  const [one, other] = [plainName(field), plainName(column)];
  if (SYNONYMS.some((set) => set.has(one) && set.has(other))) return true;
  const [words, others] = [one.split('_'), other.split('_')];
  if (words.length !== others.length && (words.at(-1) === others.at(-1) || words[0] === others[0])) return true;
  return one.slice(0, STEM) === other.slice(0, STEM) && Math.min(one.length, other.length) >= STEM;
}

/** What tells that a row is deleted, without saying when. */
export const DELETED = /^(?:is_)?deleted$|^is_(?:removed|trashed)$/;
