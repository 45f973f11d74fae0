import type { Fleet } from '../../config/model.ts';
import { levelsOf } from '../../runtimes/order.ts';
import { expectedTables } from '../../schema/expected-tables.ts';
import { MESSAGING } from '../../schema/own-tables/messaging.ts';
import { REFERENCE_COPIES } from '../../schema/own-tables/reference-copies.ts';

/** What a reset empties in the database of a service. */
export interface Emptied {
  readonly service: string;
  /** Those with rows that people made, and their lists; each after those that it refers to, but for circles. */
  readonly own: readonly string[];
  /** What hangs on them: events, copies of what others own, answers that are remembered. */
  readonly around: readonly string[];
}

/** Who may send from an outbox: no row, but a place. */
const LEASES = 'outbox_leases';

const AROUND = new Set([...MESSAGING, REFERENCE_COPIES].map(({ name }) => name));

/** Tables by service, those that refer to others first. Settings and the registry stay as they are. */
export function emptiedOf(fleet: Fleet): Emptied[] {
  const services = levelsOf(fleet.services).flat().toReversed();
  return services
    .filter(({ kind }) => kind === 'domain' || kind === 'file')
    .map((service) => {
      const tables = expectedTables(service).map(({ name }) => name);
      return {
        service: service.name,
        own: tables.filter((name) => !AROUND.has(name)),
        around: tables.filter((name) => AROUND.has(name) && name !== LEASES),
      };
    });
}
