import type { Fleet } from '../../config/model.ts';
import { levelsOf } from '../../runtimes/order.ts';
import { expectedTables } from '../../schema/expected-tables.ts';

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

/** Tables by service, those that refer to others first. Settings and the registry stay as they are. */
export function emptiedOf(fleet: Fleet): Emptied[] {
  const kinds = new Set(['domain', 'file']);
  const services = levelsOf(fleet.services).flat().toReversed();
  return services
    .filter(({ kind }) => kinds.has(kind))
    .map((service) => {
      const tables = expectedTables(service).map(({ name }) => name);
      const around = expectedTables({ ...service, kind: 'domain', entities: [] }).map(({ name }) => name);
      const isAround = (name: string) => around.includes(name) || name === 'reference_copies';
      return {
        service: service.name,
        own: tables.filter((name) => !isAround(name)),
        around: tables.filter((name) => isAround(name) && name !== LEASES),
      };
    });
}
