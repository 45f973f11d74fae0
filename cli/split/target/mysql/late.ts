import type mysql from 'mysql2';
import type { LateChange, TargetTable } from '../contract.ts';
import { VERSIONS } from '../own-tables.ts';
import { ask, type Cells, literal, name, statements } from './ask.ts';
import { remember } from './write.ts';

/** Sets references where they differ. */
export async function setLate(
  connection: mysql.Connection,
  table: TargetTable,
  changes: readonly LateChange[],
  again: boolean,
) {
  const { late } = table;
  // Of the same collation as the table's own columns, whatever that is; neither this nor its end commits anything.
  await ask(connection, 'DROP TEMPORARY TABLE IF EXISTS split_late');
  const columns = ['id', ...late].map(name).join();
  await ask(
    connection,
    `CREATE TEMPORARY TABLE split_late (PRIMARY KEY (id)) SELECT ${columns} FROM ${name(table.name)} WHERE FALSE`,
  );
  const rows = changes.map(
    ({ id, values }) => `(${[id, ...values].map((value) => (value === null ? 'NULL' : literal(value))).join()})`,
  );
  for (const values of statements(rows)) await ask(connection, `INSERT INTO split_late (${columns}) VALUES ${values}`);
  const differs = `NOT (${late.map((each) => `t.${name(each)} <=> c.${name(each)}`).join(' AND ')})`;
  const found = await ask(
    connection,
    `SELECT t.id, t.version, v.version FROM ${name(table.name)} t JOIN split_late c ON c.id = t.id
      LEFT JOIN ${VERSIONS} v ON v.entity = ${literal(table.name)} AND v.id = t.id WHERE ${differs}`,
  );
  const isConflict = ([, version, written]: Cells) =>
    again && Number(version) > Number(written ?? (table.givesVersion ? version : 1));
  const conflicts = found.filter(isConflict).map(([id]) => id as string);
  const free = found.filter((cells) => !isConflict(cells));
  if (free.length > 0) {
    await ask(
      connection,
      `UPDATE ${name(table.name)} t JOIN split_late c ON c.id = t.id
        SET ${late.map((each) => `t.${name(each)} = c.${name(each)}`).join()}${again ? ', t.version = t.version + 1' : ''}
        WHERE t.id IN (${free.map(([id]) => `'${id}'`).join()})`,
    );
    if (again)
      await remember(
        connection,
        table.name,
        free.map(([id, version]) => ({ id: id as string, version: Number(version) + 1 })),
      );
  }
  return { changed: free.length, conflicts };
}
