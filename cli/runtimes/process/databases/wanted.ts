import { join } from 'node:path';
import type { Fleet, Service } from '../../../config/model.ts';
import type { WantedDatabase } from '../../databases/contract.ts';
import { type DatabaseNames, databaseNames } from '../../databases/names.ts';
import { databaseOf, loginOf, urlWithLogin } from '../../databases/of-service.ts';
import { needsDatabase } from '../../needs.ts';
import { writeSecret } from '../../secret-file.ts';
import type { Infrastructure, Server } from '../infrastructure.ts';

/** A database, the server it belongs on, and the files in which its users find their URL. */
export interface PlacedDatabase extends WantedDatabase {
  /** Whose it is; null: the broker's queues. */
  readonly service: string | null;
  readonly server: Server;
  readonly ownerFile: string;
  readonly userFile: string | undefined;
}

/** Where URLs with their passwords are, below the folder for secrets. */
export function databaseFiles(secrets: string) {
  const folder = join(secrets, 'databases');
  return {
    /** The login a service runs with. */
    user: (service: string) => join(folder, `${service}.url`),
    /** The login that may change its schema. */
    owner: (service: string) => join(folder, `${service}.owner.url`),
    broker: join(secrets, 'broker.url'),
    redis: join(secrets, 'redis.url'),
  };
}

/** The database of the broker's queues. A service name has no two dashes in a row, so no service's is called like this. */
export function queueNames(fleet: Fleet): DatabaseNames {
  return databaseNames('postgres', fleet.name, '-broker');
}

/** The databases of a fleet, with passwords that are made once. */
export async function wantedDatabases(
  fleet: Fleet,
  { database, broker }: Infrastructure,
  secrets: string,
): Promise<readonly PlacedDatabase[]> {
  const files = databaseFiles(secrets);
  const forService = async (server: Server, { name }: Service): Promise<PlacedDatabase> => ({
    ...(await databaseOf(fleet, name, secrets)),
    service: name,
    server,
    ownerFile: files.owner(name),
    userFile: files.user(name),
  });
  const forBroker = async (server: Server): Promise<PlacedDatabase> => {
    // The queue library makes and changes its schema itself.
    const names = queueNames(fleet);
    const owner = await loginOf(names.login, secrets);
    return { service: null, name: names.database, server, owner, ownerFile: files.broker, userFile: undefined };
  };
  return Promise.all([
    ...(database ? fleet.services.filter(needsDatabase).map((service) => forService(database, service)) : []),
    ...(broker?.kind === 'queues' ? [forBroker(broker.on)] : []),
  ]);
}

/** Writes the URLs of databases for those who use them. `urlOf` is the address of a server, with any login. */
export async function writeUrls(
  databases: readonly PlacedDatabase[],
  urlOf: (server: Server) => string,
): Promise<void> {
  await Promise.all(
    databases.flatMap(({ name, server, owner, user, ownerFile, userFile }) => [
      writeSecret(ownerFile, urlWithLogin(urlOf(server), owner, name)),
      ...(user && userFile ? [writeSecret(userFile, urlWithLogin(urlOf(server), user, name))] : []),
    ]),
  );
}
