import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { awaitsNextPassword, settlePassword } from '../../databases/administrator.ts';
import type { Provision } from '../../databases/contract.ts';
import type { LentDatabases } from '../../databases.ts';
import { exists } from '../../exists.ts';
import { readSecret, writeSecret } from '../../secret-file.ts';
import type { PostgresSpec } from '../control/protocol.ts';
import { ADMINISTRATOR, administratorFile, administratorPassword } from '../postgres/initialise.ts';
import type { PlacedDatabase } from './wanted.ts';

/** Whether all of them are known to be there; one look at a file. A server that was given is asked each time. */
export async function isProvisioned(
  databases: readonly PlacedDatabase[],
  postgres: PostgresSpec | null,
): Promise<boolean> {
  if (postgres === null || databases.some(({ server }) => server.kind === 'given')) return databases.length === 0;
  if (!(await exists(postgres.home.data)) || (await awaitsNextPassword(administratorFile(postgres.home)))) return false;
  return (await readSecret(markFile(postgres))) === (await fingerprint(databases, postgres));
}

/** Makes databases and logins, each on its server, which has to run. */
export async function provision(databases: readonly PlacedDatabase[], postgres: PostgresSpec | null): Promise<void> {
  const servers = Map.groupBy(databases, ({ server }) => (server.kind === 'given' ? server.url : ''));
  for (const [given, wanted] of servers) {
    const url = given || (await administratorUrl(postgres));
    const provisionOn = await engineOf(url);
    await provisionOn(url, wanted);
  }
  if (postgres) await writeSecret(markFile(postgres), await fingerprint(databases, postgres));
}

/** URLs with both logins of each service. */
export async function lent(databases: readonly PlacedDatabase[]): Promise<LentDatabases> {
  const read = async (service: string | null, file: string | undefined) =>
    [service, file && (await readSecret(file))] as const;
  const [owners, users] = await Promise.all([
    Promise.all(databases.map(({ service, ownerFile }) => read(service, ownerFile))),
    Promise.all(databases.map(({ service, userFile }) => read(service, userFile))),
  ]);
  const from = (urls: typeof owners) => (service: string) => {
    const url = urls.find(([name]) => name === service)?.[1];
    if (url === undefined) throw new RangeError(`${service} has no database`);
    return url;
  };
  return { url: from(owners), login: from(users) };
}

async function engineOf(url: string): Promise<Provision> {
  return new URL(url).protocol.startsWith('postgres')
    ? (await import('../../databases/postgres.ts')).provisionPostgres
    : (await import('../../databases/mysql.ts')).provisionMysql;
}

async function administratorUrl(postgres: PostgresSpec | null): Promise<string> {
  if (!postgres) throw new RangeError('there is no embedded PostgreSQL');
  const url = `postgres://${ADMINISTRATOR}:${await administratorPassword(postgres.home)}@127.0.0.1:${postgres.port}/postgres`;
  return settlePassword(url, administratorFile(postgres.home));
}

function markFile({ home }: PostgresSpec): string {
  return join(home.folder, 'databases');
}

/** Of this data folder: another one has none of them. */
async function fingerprint(databases: readonly PlacedDatabase[], { home }: PostgresSpec): Promise<string> {
  const { ino, birthtimeMs } = await stat(home.data);
  const logins = databases.map(({ name, owner, user }) => [name, owner, user]);
  return createHash('sha256')
    .update(JSON.stringify([ino, birthtimeMs, logins]))
    .digest('hex');
}
