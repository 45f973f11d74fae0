import type { Fleet } from '../config/model.ts';
import { AuroraError } from '../errors.ts';
import { withClient } from '../migrate/client.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { serviceOf } from '../split/mapping/contract.ts';
import { readMapping } from '../split/mapping/read.ts';
import { type KeptRow, readKept } from '../split/quarantine/read.ts';

/** Rows of the old database that did not fit, with what is wrong with each. */
export async function splitQuarantine(
  fleet: Fleet,
  runtime: Runtime,
  { mapping, limit }: { mapping: string | undefined; limit: number },
): Promise<KeptRow[]> {
  const { mappings } = readMapping(fleet);
  const wanted = mappings.filter(({ name }) => mapping === undefined || name === mapping);
  if (wanted.length === 0) {
    throw new AuroraError('mapping_unknown', `There is no mapping ${mapping}.`, {
      exit: 'usage',
      details: [`There are ${mappings.map(({ name }) => name).join(', ')}.`],
      next: 'aurora migrate split quarantine',
    });
  }
  return runtime.withDatabases(fleet, async (databases) => {
    const kept = wanted.map((each) =>
      withClient(databases.url(serviceOf(each)), (client) => readKept(client, each.name, limit)),
    );
    return (await Promise.all(kept)).flat();
  });
}
