import type { Fleet } from '../../config/model.ts';
import { layoutOf } from '../layout.ts';
import { desiredOf } from './desired.ts';
import { connectEngine } from './engine.ts';
import { execIn } from './exec.ts';
import { observeContainers } from './observe.ts';
import { projectFor } from './running-project.ts';

/** The database's own shell, inside its container; the password is a variable of that one process. */
export async function shell(fleet: Fleet, service: string, as: 'user' | 'owner'): Promise<number> {
  const engine = await connectEngine();
  const desired = await desiredOf(fleet, await projectFor(engine, fleet, await observeContainers(engine, fleet)));
  const database = desired.databases.find((each) => each.service === service);
  if (!desired.server || !database) throw new RangeError(`${service} has no database in ${layoutOf(fleet.root).root}`);
  const login = database[as];
  const { command, passwordVariable } = desired.server.shell(database.name, login.name);
  return execIn(fleet, desired.server.spec.part, command, { [passwordVariable]: login.password });
}
