import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import { layoutOf } from '../layout.ts';
import { readSecret } from '../secret-file.ts';
import { databaseFiles } from './databases/wanted.ts';
import { exitCodeOf } from './exit-code.ts';
import { withDatabases } from './with-databases.ts';

/** The database's own shell on this terminal, which has to be installed; the database runs for as long. */
export function shell(fleet: Fleet, service: string, as: 'user' | 'owner'): Promise<number> {
  return withDatabases(fleet, async () => {
    const text = await readSecret(databaseFiles(layoutOf(fleet.root).secrets)[as](service));
    const url = new URL(text ?? '');
    const { program, args, passwordVariable } = clientFor(url);
    const child = spawn(program, args, {
      stdio: 'inherit',
      env: { ...process.env, [passwordVariable]: decodeURIComponent(url.password) },
    });
    // Its Ctrl-C means the statement that runs, and reaches it by itself.
    const ignore = () => undefined;
    process.on('SIGINT', ignore);
    try {
      const [code, signal] = await once(child, 'exit');
      return exitCodeOf(code, signal);
    } catch (cause) {
      throw notInstalled(program, cause);
    } finally {
      process.off('SIGINT', ignore);
    }
  });
}

function clientFor({ protocol, hostname, port, username, pathname }: URL) {
  const database = pathname.slice(1);
  return protocol.startsWith('postgres')
    ? {
        program: 'psql',
        args: ['-h', hostname, '-p', port || '5432', '-U', username, database],
        passwordVariable: 'PGPASSWORD',
      }
    : {
        program: 'mariadb',
        args: ['-h', hostname, '-P', port || '3306', '-u', username, database],
        passwordVariable: 'MYSQL_PWD',
      };
}

function notInstalled(program: string, cause: unknown): AuroraError {
  return new AuroraError('client_missing', `${program} is not installed: ${(cause as Error).message}`, {
    exit: 'machine',
    next:
      program === 'psql'
        ? 'install the PostgreSQL client, e.g. apt-get install postgresql-client'
        : 'install the MariaDB client, e.g. apt-get install mariadb-client',
    cause,
  });
}
