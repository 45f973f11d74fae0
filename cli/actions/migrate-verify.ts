import type { Fleet } from '../config/model.ts';
import type { VerifiedService } from '../migrate/verify/contract.ts';
import { modelsOf } from '../migrate/verify/models.ts';
import { verifyServices } from '../migrate/verify/service.ts';
import type { Narrator } from '../narrator.ts';
import type { Runtime } from '../runtimes/contract.ts';
import { requireDatabase } from './running.ts';

/** The databases of one service or of all against the model that their migrations were generated for. */
export async function migrateVerify(
  fleet: Fleet,
  runtime: Runtime,
  service: string | undefined,
  narrator: Narrator,
): Promise<VerifiedService[]> {
  if (service !== undefined) requireDatabase(fleet, service);
  const isMeant = (name: string) => service === undefined || service === name;
  const { services, ahead } = modelsOf(fleet);
  for (const name of ahead.filter(isMeant)) {
    narrator.warn(`${name}: the config asks for other tables than its migrations were generated for: aurora generate`);
  }
  const meant = services.filter(({ name }) => isMeant(name));
  return runtime.withDatabases(fleet, (databases) => verifyServices(fleet, meant, databases));
}
