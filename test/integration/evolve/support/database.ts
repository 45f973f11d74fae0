import { pathToFileURL } from 'node:url';
import mysql2 from 'mysql2';
import pg from 'pg';
import { QueryTypes, Sequelize } from 'sequelize';
import type { Action, Catalog, CatalogForeignKey } from '../../../../cli/schema/catalog/contract.ts';
import { readCatalog } from '../../../../cli/schema/catalog/read.ts';

const SQL_MODE = 'ANSI_QUOTES,PIPES_AS_CONCAT,ONLY_FULL_GROUP_BY,STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION';

/** InnoDB does the same for both, and tells the one or the other as the key was made in place or by a copy. */
function asChecked(key: CatalogForeignKey): CatalogForeignKey {
  const rule = (action: Action): Action => (action === 'no action' ? 'restrict' : action);
  return { ...key, onDelete: rule(key.onDelete), onUpdate: rule(key.onUpdate) };
}

/** A database that migrations run on, one connection to it. */
export class Database implements AsyncDisposable {
  readonly sequelize: Sequelize;
  readonly isPostgres: boolean;

  constructor(url: string) {
    this.isPostgres = url.startsWith('postgres');
    this.sequelize = new Sequelize(url, {
      dialect: this.isPostgres ? 'postgres' : 'mysql',
      dialectModule: this.isPostgres ? pg : mysql2,
      logging: false,
      pool: { max: 1, min: 1, idle: 2 ** 31 - 1 },
    });
  }

  async open(): Promise<this> {
    if (!this.isPostgres) await this.run(`SET SESSION sql_mode = '${SQL_MODE}', time_zone = '+00:00'`);
    return this;
  }

  async run(sql: string, values: readonly unknown[] = []): Promise<void> {
    await this.sequelize.query(sql, { replacements: [...values] }).catch((cause) => {
      throw new Error(`${cause.message}: ${sql} ${JSON.stringify(values)}`, { cause });
    });
  }

  select<T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> {
    return this.sequelize.query<T>(sql, { replacements: [...values], type: QueryTypes.SELECT });
  }

  async migrate(file: string, direction: 'up' | 'down'): Promise<void> {
    const { transaction = true, ...module } = await import(pathToFileURL(file).href);
    const whole = this.isPostgres && transaction;
    if (whole) await this.run('BEGIN');
    try {
      await module[direction]({
        sequelize: this.sequelize,
        queryInterface: this.sequelize.getQueryInterface(),
        backfill: async ({ table, set, where }: { table: string; set: string; where: string }) => {
          if (whole) throw new Error('a backfill in a transaction');
          await this.run(`UPDATE "${table}" SET ${set} WHERE ${where}`);
        },
      });
      if (whole) await this.run('COMMIT');
    } catch (error) {
      if (whole) await this.run('ROLLBACK');
      const { sql } = error as { sql?: string };
      throw new Error(`${direction} of ${file}: ${(error as Error).message}\n${sql}`, { cause: error });
    }
  }

  /** What it has, without the order of columns. */
  async catalog(): Promise<Catalog> {
    const query = async <T extends object>(sql: string, values: readonly unknown[] = []): Promise<T[]> => {
      return (await this.sequelize.query(sql, { bind: [...values], type: QueryTypes.SELECT })) as T[];
    };
    const { tables, ...rest } = await readCatalog({ query });
    return {
      ...rest,
      tables: tables.map((table) => {
        return {
          ...table,
          rows: null,
          foreignKeys: table.foreignKeys.map(asChecked),
          columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
        };
      }),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.sequelize.close();
  }
}
