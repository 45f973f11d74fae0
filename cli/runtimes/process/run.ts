import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import type { RunOptions } from '../contract.ts';
import type { UpJobs } from '../jobs.ts';
import { layoutOf } from '../layout.ts';
import { runInFront } from './in-front.ts';
import { migrate } from './migrate.ts';
import { prepare } from './prepare.ts';
import { Session } from './session.ts';
import { startDatabases } from './with-databases.ts';

/** Runs one service on this terminal, with what it stands on; a supervised one makes room for as long. */
export async function run(
  fleet: Fleet,
  name: string,
  options: RunOptions,
  jobs: UpJobs,
  narrator: Narrator,
): Promise<number> {
  const layout = layoutOf(fleet.root);
  const session = await Session.open(fleet, layout);
  const returning = new AbortController();
  try {
    const services = fleet.services.filter((service) => service.name === name);
    const prepared = await prepare(session, fleet, services, false, layout);
    const { load, running } = prepared;
    const [spec] = load.services;
    if (!spec) throw new RangeError(`${name} is no service of ${fleet.name}`);
    const supervised = running?.services.find((each) => each.spec.name === name);
    if (supervised?.lent) throw alreadyInFront(name);

    const infrastructure = { ...prepared, load: { ...load, services: [] } };
    const databases = await narrator.step('start what it needs', () => startDatabases(session, infrastructure));
    await migrate({ fleet, services: [name], databases, allowed: options.migrate, jobs, narrator });
    if (supervised?.wanted) {
      await narrator.step(`stop the supervised ${name}`, () => borrow(session, name, returning.signal));
    }
    return await runInFront(spec, layout);
  } finally {
    returning.abort();
    await session.finish();
  }
}

/** Settles when the supervised one has stopped; it comes back when the signal aborts. */
async function borrow({ control }: Session, name: string, signal: AbortSignal): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  control.borrow(name, resolve, signal).catch(reject);
  await promise;
}

function alreadyInFront(name: string): AuroraError {
  return new AuroraError('already_in_front', `${name} runs in front already, in another terminal.`, {
    exit: 'machine',
    next: 'end it there with Ctrl-C',
  });
}
