import type { Fleet } from '../../config/model.ts';
import type { LentBroker } from '../contract.ts';
import { layoutOf } from '../layout.ts';
import { readSecret } from '../secret-file.ts';
import { databaseFiles } from './databases/wanted.ts';
import { withDatabases } from './with-databases.ts';

/** The broker that the services are given; where that is queues in a database, the database runs for as long. */
export function withBroker<T>(fleet: Fleet, work: (broker: LentBroker) => Promise<T>): Promise<T> {
  return withDatabases(fleet, async () => {
    const url = await readSecret(databaseFiles(layoutOf(fleet.root).secrets).broker);
    if (url === undefined) throw new RangeError(`no service of ${fleet.name} needs a broker`);
    return work({ url });
  });
}
