import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { awaitsNextPassword, settlePassword } from '../databases/administrator.ts';
import { passwordFile, urlWithLogin } from '../databases/of-service.ts';
import type { LentDatabases } from '../databases.ts';
import { layoutOf } from '../layout.ts';
import { readSecret, writeSecret } from '../secret-file.ts';
import type { Desired } from './desired.ts';
import { type Engine, statusOf } from './engine.ts';
import { ADMINISTRATOR } from './logins.ts';

/** The databases as this machine reaches them, on the loopback port at which the engine publishes their server. */
export function databasesAt({ server, databases }: Desired, port: number): LentDatabases {
  const urlAs = (login: 'owner' | 'user') => (service: string) => {
    const found = databases.find((each) => each.service === service);
    if (!server || !found) throw new RangeError(`${service} has no database`);
    return urlWithLogin(server.administratorUrl(port), found[login], found.name);
  };
  return { url: urlAs('owner'), login: urlAs('user') };
}

/** Makes databases and logins that are missing, and gives logins their passwords. */
export async function provision(engine: Engine, desired: Desired, port: number): Promise<void> {
  await provisionAt(desired, port);
  await writeSecret(markFile(desired), (await fingerprint(engine, desired)) ?? '');
}

/** The same, written down nowhere. */
export async function provisionAt(desired: Desired, port: number): Promise<void> {
  const { server, databases, fleet } = desired;
  if (!server) return;
  const provisionOn =
    fleet.infrastructure.database.engine === 'postgres'
      ? (await import('../databases/postgres.ts')).provisionPostgres
      : (await import('../databases/mysql.ts')).provisionMysql;
  const administratorUrl = await settlePassword(server.administratorUrl(port), administratorFile(desired));
  await provisionOn(administratorUrl, databases);
}

/** Whether all of them are known to be there: made once for this volume, and with these passwords. */
export async function isProvisioned(engine: Engine, desired: Desired): Promise<boolean> {
  if (desired.server && (await awaitsNextPassword(administratorFile(desired)))) return false;
  const expected = await fingerprint(engine, desired);
  return expected !== undefined && (await readSecret(markFile(desired))) === expected;
}

function administratorFile({ fleet }: Desired): string {
  return passwordFile(layoutOf(fleet.root).docker, ADMINISTRATOR);
}

function markFile({ fleet }: Desired): string {
  return join(layoutOf(fleet.root).docker, 'provisioned');
}

/** Of the data: another volume, also of the same name, has none of them. Undefined: there is no data yet. */
async function fingerprint(engine: Engine, { server, databases }: Desired): Promise<string | undefined> {
  const volume = server?.spec.volumes[0]?.name ?? '';
  try {
    const found = (await engine.getVolume(volume).inspect()) as { CreatedAt?: string };
    const logins = databases.map(({ name, owner, user }) => [name, owner, user]);
    return createHash('sha256')
      .update(JSON.stringify([volume, found.CreatedAt, logins]))
      .digest('hex');
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}
