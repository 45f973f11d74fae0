import { readFile } from 'node:fs/promises';
import { AuroraError } from '../../errors.ts';
import type { WantedDatabase } from './contract.ts';

/**
 * `node databases.mjs` in the image of a service that has a database: makes the databases and logins of the whole fleet that are
 * missing. For those who start a fleet without the CLI; the file that DATABASES_FILE names holds every password.
 */
export interface WantedOnServer {
  /** With the administrator's login. */
  readonly server: string;
  readonly databases: readonly WantedDatabase[];
}

// The first process of a container ends by a signal only if it says so.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));

try {
  const { server, databases }: WantedOnServer = JSON.parse(await readFile(process.env.DATABASES_FILE ?? '', 'utf8'));
  const provision = server.startsWith('postgres:')
    ? (await import('./postgres.ts')).provisionPostgres
    : (await import('./mysql.ts')).provisionMysql;
  await provision(server, databases);
  say('info', 'databases made', { databases: databases.map(({ name }) => name) });
} catch (error) {
  const { message, ...rest } = error as Error;
  say('error', message, error instanceof AuroraError ? { code: error.code, details: error.details } : rest);
  process.exitCode = 1;
}

function say(level: 'info' | 'error', msg: string, rest: object): void {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), level, msg, ...rest })}\n`);
}
