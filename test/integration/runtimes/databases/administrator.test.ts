import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import mysql from 'mysql2/promise';
import pg from 'pg';
import {
  awaitsNextPassword,
  planNextPassword,
  settlePassword,
} from '../../../../cli/runtimes/databases/administrator.ts';
import { mysqlAdministration } from '../../../../cli/runtimes/databases/mysql-administrator.ts';
import { postgresAdministration } from '../../../../cli/runtimes/databases/postgres-administrator.ts';
import { writeSecret } from '../../../../cli/runtimes/secret-file.ts';
import { mariadbMissing, startMariadb, startPostgres } from '../../../../shared/testing/index.ts';

jest.setTimeout(60_000);

interface Server {
  /** Makes an administrator with this password; its URL. */
  administrator(password: string): Promise<string>;
  stop(): Promise<void>;
}

const SERVERS = [
  {
    name: 'PostgreSQL',
    missing: undefined,
    administration: postgresAdministration,
    async start(): Promise<Server> {
      const server = await startPostgres();
      return {
        async administrator(password) {
          const client = new pg.Client(server.url());
          await client.connect();
          await client.query('DROP ROLE IF EXISTS chief');
          await client.query(`CREATE ROLE chief LOGIN SUPERUSER PASSWORD '${password}'`);
          await client.end();
          return `postgres://chief:${password}@127.0.0.1:${server.port}/postgres`;
        },
        stop: async () => void (await server.stop()),
      };
    },
  },
  {
    name: 'MariaDB',
    missing: mariadbMissing,
    administration: mysqlAdministration,
    async start(): Promise<Server> {
      const server = await startMariadb();
      return {
        async administrator(password) {
          const connection = await mysql.createConnection(server.url());
          // Root comes as two logins, and only one of them is the way in from here.
          for (const host of ['%', 'elsewhere']) {
            await connection.query('CREATE OR REPLACE USER chief@? IDENTIFIED BY ?', [host, password]);
            await connection.query('GRANT ALL ON *.* TO chief@? WITH GRANT OPTION', [host]);
          }
          await connection.end();
          return `mysql://chief:${password}@127.0.0.1:${server.port}/`;
        },
        stop: async () => void (await server.stop()),
      };
    },
  },
];

for (const { name, missing, administration, start } of SERVERS) {
  (missing ? describe.skip : describe)(`the administrator of ${name}${missing ? ` (${missing})` : ''}`, () => {
    let server: Server;
    let folder: string;
    let file: string;
    let url: string;

    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());
    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'aurora-administrator-'));
      file = join(folder, 'administrator');
      await writeSecret(file, 'old');
      url = await server.administrator('old');
    });
    afterEach(() => rm(folder, { recursive: true }));

    /** The next password is in force, and nothing waits. */
    async function expectRotated(settled: string): Promise<void> {
      const password = await readFile(file, 'utf8');
      expect(new URL(settled).password).toBe(password);
      expect(password).not.toBe('old');
      expect(await readdir(folder)).toEqual(['administrator']);
      expect((await stat(file)).mode & 0o777).toBe(0o600);
      expect(await administration.admits(settled)).toBe(true);
      expect(await administration.admits(url)).toBe(false);
    }

    it('has the same password as long as no other is planned', async () => {
      expect(await settlePassword(url, file)).toBe(url);
      expect(await readFile(file, 'utf8')).toBe('old');
    });

    it('gets the one that was planned', async () => {
      await planNextPassword(file);
      expect(await awaitsNextPassword(file)).toBe(true);
      await expectRotated(await settlePassword(url, file));
      expect(await awaitsNextPassword(file)).toBe(false);
    });

    it('has it where whoever changed it was killed before the file had', async () => {
      await planNextPassword(file);
      await administration.setPassword(url, await readFile(`${file}.next`, 'utf8'));
      await expectRotated(await settlePassword(url, file));
    });

    it('is told of when neither password is right', async () => {
      await planNextPassword(file);
      await administration.setPassword(url, 'changed-by-hand');
      await expect(settlePassword(url, file)).rejects.toMatchObject({ code: 'databases_refused' });
      expect(await readFile(file, 'utf8')).toBe('old');
    });
  });
}
