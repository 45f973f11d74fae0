import type { Fleet, Service } from '../../config/model.ts';
import { isPostgres, type LentDatabases, LOG_TABLE, SPLIT_TABLES } from '../../runtimes/databases.ts';
import { readCatalog } from '../../schema/catalog/read.ts';
import { differences } from '../../schema/compare/differences.ts';
import { MYSQL } from '../../schema/dialects/mysql.ts';
import { POSTGRES } from '../../schema/dialects/postgres.ts';
import { expectedTables } from '../../schema/expected-tables.ts';
import { withClient } from '../client.ts';
import { type MigrationFile, migrationFiles } from '../files.ts';
import { readLog } from '../log.ts';
import { statesOf } from '../state.ts';
import type { Finding, VerifiedService } from './contract.ts';
import { nextFor } from './next.ts';
import { pendingFor, readPending } from './pending.ts';
import { compareRights } from './rights/compare.ts';
import { MYSQL_RIGHTS } from './rights/mysql.ts';
import { POSTGRES_RIGHTS } from './rights/postgres.ts';

/** Each has two connections while it is looked at. */
const AT_ONCE = 8;

/** In what databases are not what these models ask for; it changes nothing. */
export async function verifyServices(
  fleet: Fleet,
  services: readonly Service[],
  databases: LentDatabases,
): Promise<VerifiedService[]> {
  const verified: VerifiedService[] = [];
  const waiting = services.entries();
  const work = async () => {
    for (const [index, service] of waiting) {
      verified[index] = await verifyService(service, await migrationFiles(fleet, service.name), databases);
    }
  };
  const workers = Array.from({ length: AT_ONCE }, work);
  // None may be left running when the databases are taken away again.
  await Promise.allSettled(workers);
  await Promise.all(workers);
  return verified;
}

/** In what a service's database is not what its model asks for. */
async function verifyService(
  service: Service,
  files: readonly MigrationFile[],
  databases: LentDatabases,
): Promise<VerifiedService> {
  const { name } = service;
  const [url, loginUrl] = [databases.url(name), databases.login(name)];
  const dialect = isPostgres(url) ? 'postgres' : 'mysql';
  const [spelling, rightsOf] = isPostgres(url) ? [POSTGRES, POSTGRES_RIGHTS] : [MYSQL, MYSQL_RIGHTS];
  const wanted = expectedTables(service);

  const [{ catalog, log }, rights] = await Promise.all([
    withClient(url, async (client) => ({ catalog: await readCatalog(client), log: await readLog(client) })),
    withClient(loginUrl, rightsOf.read),
  ]);
  const present = catalog.tables.map((table) => table.name);
  const found = [
    ...differences(catalog, wanted.map(spelling.spell), spelling, isLog),
    ...compareRights(rights, rightsOf, wanted, present, isLog),
  ];
  const pending = await readPending(name, files, statesOf(files, log), dialect);
  const of = { service: name, login: decodeURIComponent(new URL(loginUrl).username), dialect } as const;

  const findings = found.map((difference): Finding => {
    const { harmless, ...what } = difference;
    const migration = pendingFor(difference, pending);
    return {
      ...what,
      severity: migration?.phase === 'contract' ? 'contract' : harmless ? 'warning' : 'error',
      migration: migration?.name ?? null,
      next: nextFor(difference, of, migration),
    };
  });
  return { service: name, findings: findings.toSorted(bySeverity) };
}

const OF_SPLITS: ReadonlySet<string> = new Set(Object.values(SPLIT_TABLES));

/** Tables of what migrations and splits have done. */
function isLog(table: string): boolean {
  return table === LOG_TABLE || table.startsWith(`${LOG_TABLE}_`) || OF_SPLITS.has(table);
}

const ORDER: readonly Finding['severity'][] = ['error', 'contract', 'warning'];

function bySeverity(a: Finding, b: Finding): number {
  return ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity);
}
