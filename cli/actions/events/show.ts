import type { Fleet } from '../../config/model.ts';
import { withDatabase, withEventBroker } from '../../events/connect.ts';
import { consumersOf } from '../../events/consumers.ts';
import { buriedOf, type DeadLetter, type DeadLetters, lettersOf } from '../../events/dead-letters.ts';
import type { Runtime } from '../../runtimes/contract.ts';
import { needsDatabase } from '../../runtimes/needs.ts';
import { noSuchEvent } from './place.ts';

/** An event wherever it was given up on: several consumers may have parked the same. @throws AuroraError `no_such_event` */
export async function showEvent(fleet: Fleet, runtime: Runtime, id: string): Promise<DeadLetter[]> {
  const lookInto = async ({ list, place }: DeadLetters): Promise<DeadLetter[]> =>
    (await list({ ids: [id] })).map((parked) => ({ ...place, ...parked }));

  const parked = await withEventBroker(fleet, runtime, (broker) => {
    const consumers = [...consumersOf(fleet), undefined];
    return Promise.all(consumers.map((consumer) => lookInto(lettersOf(fleet, runtime, broker, consumer))));
  });
  const buried = await runtime.withDatabases(fleet, (databases) => {
    const services = fleet.services.filter(needsDatabase);
    return Promise.all(
      services.map(({ name }) =>
        withDatabase(fleet, databases, name, async (database) => lookInto(await buriedOf(fleet, name, database))),
      ),
    );
  });
  const found = [...parked, ...buried].flat();
  if (found.length === 0) throw noSuchEvent([id]);
  return found;
}
