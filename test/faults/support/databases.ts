import { join } from 'node:path';
import { loadFleet } from '../../../cli/config/load.ts';
import { connectEngine } from '../../../cli/runtimes/docker/engine.ts';
import { dockerRuntime } from '../../../cli/runtimes/docker/runtime.ts';
import { processRuntime } from '../../../cli/runtimes/process/runtime.ts';
import { connectDatabase, type Database } from '../../../shared/database/index.ts';
import { folderInContainer } from '../../support/containers/container.ts';
import { readableLog } from '../../support/log.ts';
import type { RealFleet } from '../../support/real-fleet.ts';
import { RUNTIME } from '../../support/variant.ts';
import { type Broker, lookIntoEmbedded, lookIntoRabbit } from './brokers.ts';

/** Looks into the database of a service. */
// biome-ignore lint/suspicious/noExplicitAny: what a row holds is the query's to say
export type Look = (service: string, sql: string) => Promise<any[]>;

/** What lies below the services of a running fleet. */
export interface Below {
  readonly look: Look;
  readonly broker: Broker;
  /** Where an engine's own client finds the database of a service. */
  url(service: string): string;
  /** Folder of the contents of files. */
  readonly storage: string;
}

/** @param consumer of the events that are looked for in the broker */
export async function lookBelow<T>(
  { clone, containerOf }: RealFleet,
  consumer: string,
  work: (below: Below) => Promise<T>,
): Promise<T> {
  const fleet = await loadFleet({ file: join(clone.root, 'aurora.config.yaml') });
  const runtime = RUNTIME === 'docker' ? dockerRuntime : processRuntime;
  const { BROKER_URL_FILE = '', STORAGE_DIR = '' } = await runtime.environmentOf(fleet, 'file-service');
  return runtime.withDatabases(fleet, async ({ url }) => {
    await using clients = new AsyncDisposableStack();
    const databases = new Map<string, Promise<Database>>();
    const databaseOf = (service: string): Promise<Database> => {
      const known = databases.get(service);
      if (known) return known;
      const database = connectDatabase({ url: url(service), poolSize: 1, log: readableLog().log });
      databases.set(service, database);
      clients.defer(async () => (await database).close());
      return database;
    };
    const look: Look = async (service, text) => (await (await databaseOf(service)).query({ text })).rows;
    const [broker, storage] =
      RUNTIME === 'docker'
        ? await Promise.all([
            lookIntoRabbit(fleet, await containerOf('rabbitmq'), consumer),
            folderInContainer(await connectEngine(), await containerOf('file-service'), STORAGE_DIR),
          ])
        : [await lookIntoEmbedded(BROKER_URL_FILE), STORAGE_DIR];
    clients.use(broker);
    return await work({ look, broker, url, storage });
  });
}
