import type { WantedOnServer } from '../databases/program.ts';
import type { Desired } from './desired.ts';
import type { Job } from './job.ts';
import { FILES } from './spec.ts';

const WANTED = 'secrets/databases.json';

/** The program in the images of services with a database that makes all databases and logins from within the network. */
export function databasesJob({ server, databases }: Desired): Job {
  if (!server) throw new RangeError('no service has a database');
  const url = new URL(server.administratorUrl(1));
  url.host = new URL(server.innerUrl).host;
  const wanted: WantedOnServer = {
    server: url.href,
    databases: databases.map(({ name, owner, user }) => ({ name, owner, user })),
  };
  return {
    purpose: 'databases',
    command: ['node', 'databases.mjs'],
    environment: { DATABASES_FILE: `${FILES}/${WANTED}` },
    files: [{ path: WANTED, text: JSON.stringify(wanted), secret: true }],
  };
}
