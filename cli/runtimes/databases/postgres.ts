import pg from 'pg';
import { NOT_OF_SERVICES } from '../databases.ts';
import type { Login, Provision, WantedDatabase } from './contract.ts';
import { CONNECTION_MS } from './patience.ts';
import { refused } from './refused.ts';
import { scramVerifier } from './scram.ts';

const { escapeIdentifier: id, escapeLiteral: text } = pg;

/** Two `up`s on one server would make the same things at once. The number is `aurora` in ASCII. */
const LOCK = 0x6175726f7261;

/** Each takes a connection, and copies a template of 7 MB. */
const AT_ONCE = 8;

/** @throws AuroraError `databases_refused` */
export const provisionPostgres: Provision = async (administratorUrl, databases) => {
  try {
    await withClient(administratorUrl, async (administrator) => {
      await administrator.query(`SELECT pg_advisory_lock(${LOCK})`);
      // All in one: each by itself would wait for the disk.
      await administrator.query('BEGIN');
      for (const login of databases.flatMap(({ owner, user }) => (user ? [owner, user] : [owner]))) {
        await ensureLogin(administrator, login);
      }
      await administrator.query('COMMIT');
      const waiting = [...databases];
      const worker = async () => {
        for (let next = waiting.shift(); next; next = waiting.shift()) await ensureDatabase(administratorUrl, next);
      };
      await Promise.all(Array.from({ length: AT_ONCE }, worker));
    });
  } catch (error) {
    throw refused(administratorUrl, 'CREATEDB and CREATEROLE', error);
  }
};

async function ensureLogin(administrator: pg.Client, { name, password }: Login): Promise<void> {
  const { rowCount } = await administrator.query('SELECT FROM pg_roles WHERE rolname = $1', [name]);
  const verb = rowCount ? 'ALTER' : 'CREATE';
  await administrator.query(`${verb} ROLE ${id(name)} LOGIN PASSWORD ${text(scramVerifier(password))}`);
  // Whoever is no superuser may give a database only to a role that it is a member of.
  await administrator.query(`DO $$ BEGIN
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
      GRANT ${id(name)} TO CURRENT_USER;
    END IF;
  END $$`);
}

async function ensureDatabase(administratorUrl: string, { name, owner, user }: WantedDatabase): Promise<void> {
  await withClient(administratorUrl, async (client) => {
    const { rowCount } = await client.query('SELECT FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount)
      await client.query(`CREATE DATABASE ${id(name)} OWNER ${id(owner.name)} TEMPLATE template0 ENCODING 'UTF8'`);
    await client.query(`REVOKE ALL ON DATABASE ${id(name)} FROM PUBLIC`);
    if (user) await client.query(`GRANT CONNECT ON DATABASE ${id(name)} TO ${id(user.name)}`);
  });
  await withClient(urlOf(administratorUrl, name), async (client) => {
    await client.query(grants(owner.name, user?.name));
  });
}

/** The owner has the schema; the user gets the rows of all tables that there are and will be but for those of Aurora’s commands, and may change no table. */
function grants(owner: string, user: string | undefined): string {
  const schema = `
    ALTER SCHEMA public OWNER TO ${id(owner)};
    REVOKE ALL ON SCHEMA public FROM PUBLIC;`;
  if (user === undefined) return schema;
  const defaults = `ALTER DEFAULT PRIVILEGES FOR ROLE ${id(owner)} IN SCHEMA public GRANT`;
  return `${schema}
    GRANT USAGE ON SCHEMA public TO ${id(user)};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${id(user)};
${NOT_OF_SERVICES.map(
  (table) => `
    DO $$ BEGIN
      IF to_regclass('public.${table}') IS NOT NULL THEN
        REVOKE INSERT, UPDATE, DELETE ON ${table} FROM ${id(user)};
      END IF;
    END $$;`,
).join('')}
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${id(user)};
    ${defaults} SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${id(user)};
    ${defaults} USAGE, SELECT ON SEQUENCES TO ${id(user)};`;
}

async function withClient(url: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    application_name: 'aurora up',
    connectionTimeoutMillis: CONNECTION_MS,
  });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

function urlOf(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${encodeURIComponent(database)}`;
  return other.href;
}
