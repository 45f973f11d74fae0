import mysql2 from 'mysql2';
import type { Select, Tables } from './contract.ts';

const NUMBER = /^(tiny|small|medium|big)?int$|^decimal$|^year$/;
const BYTES = /binary$|blob$/;

export function mysqlTables(select: Select): Tables {
  return {
    // An enum is ordered by its numbers and compared by its words.
    unfit: /^(enum|set|bit|float|double)$/,
    async describe({ table }) {
      const columns = await select<{ name: string; nullable: 'YES' | 'NO'; type: string }>(
        `SELECT column_name AS name, is_nullable AS nullable, data_type AS type
         FROM information_schema.columns WHERE table_schema = DATABASE() AND table_name = ?`,
        [table],
      );
      if (columns.length === 0) return undefined;
      const parts = await select<{ name: string; part: string }>(
        `SELECT index_name AS name, column_name AS part FROM information_schema.statistics
         WHERE table_schema = DATABASE() AND table_name = ? ORDER BY index_name, seq_in_index`,
        [table],
      );
      const indexes = Object.entries(Object.groupBy(parts, ({ name }) => name)).map(([name, own = []]) => ({
        primary: name === 'PRIMARY',
        columns: own.map(({ part }) => part),
      }));
      return { columns: columns.map((column) => ({ ...column, nullable: column.nullable === 'YES' })), indexes };
    },
    async estimate({ table }) {
      const [guess] = await select<{ rows: number | null }>(
        'SELECT table_rows AS `rows` FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name = ?',
        [table],
      );
      return guess?.rows ?? null;
    },
    asText: (column, type) => (BYTES.test(type) ? `HEX(${column})` : `CAST(${column} AS CHAR)`),
    // A number in quotes would be compared as a float.
    literal(text, type) {
      if (NUMBER.test(type)) return text;
      return BYTES.test(type) ? `X'${text}'` : mysql2.escape(text);
    },
  };
}
