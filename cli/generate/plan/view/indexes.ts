import { databaseName } from '../../../config/database-names.ts';
import type { Entity } from '../../../config/model.ts';
import { snakeCase } from '../../../config/names.ts';
import { printString } from '../../format/literal.ts';

/** An index beside those of references. */
export interface IndexView {
  readonly name: string;
  readonly unique: boolean;
  /** Its columns as TypeScript; of what is unique among rows that are not deleted, with `...live`. */
  readonly columns: string;
  /** Where it leaves out what is deleted. */
  readonly live: boolean;
}

/** What is unique among rows that are not deleted is said here, too: no column can say it. */
export function viewIndexes({ table, fields, softDelete, unique = [], indexes = [] }: Entity): readonly IndexView[] {
  const columnOf = (name: string) => fields.find((field) => field.name === name)?.column ?? snakeCase(name);
  const single = softDelete ? fields.filter((field) => field.unique).map(({ name }) => [name]) : [];
  const keys = [...single, ...unique].map((names) => view(names.map(columnOf), true, softDelete === true));
  const plain = indexes.map((names) => view(names.map(columnOf), false, false));
  const references = new Set(
    fields.filter(({ type }) => type === 'reference').map(({ column }) => databaseName(table, column)),
  );
  const all = new Map([...keys, ...plain].map((index) => [index.name, index]));
  return [...all.values()].filter(({ name }) => !references.has(name));

  function view(columns: readonly string[], isUnique: boolean, live: boolean): IndexView {
    const name = isUnique ? databaseName(table, ...columns, 'key') : databaseName(table, ...columns);
    const code = [...columns.map(printString), ...(live ? ['...live'] : [])].join(', ');
    return { name, unique: isUnique, columns: `[${code}]`, live };
  }
}
