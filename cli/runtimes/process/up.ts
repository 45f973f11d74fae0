import { join } from 'node:path';
import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { Narrator } from '../../narrator.ts';
import { mark } from '../../timing.ts';
import type { RunningFleet, UpOptions } from '../contract.ts';
import { runGraph } from '../graph.ts';
import type { UpJobs } from '../jobs.ts';
import { layoutOf } from '../layout.ts';
import { oneOfEach } from '../one-of-each.ts';
import { withDependencies } from '../order.ts';
import { isProvisioned } from './databases/provision.ts';
import { executor } from './execute.ts';
import { missingCache, missingMonitoring } from './infrastructure.ts';
import { planUp } from './plan.ts';
import { prepare } from './prepare.ts';
import { runningFleet } from './running-fleet.ts';
import { Session } from './session.ts';
import { settle } from './settle.ts';
import { situationOf } from './situation.ts';

/** Brings a fleet up: starts what does not run, restarts what runs as it should not any more. */
export async function up(fleet: Fleet, options: UpOptions, jobs: UpJobs, narrator: Narrator): Promise<RunningFleet> {
  const layout = layoutOf(fleet.root);
  const services = withDependencies(fleet.services, options.services);
  const session = await Session.open(fleet, layout);
  const begun = new Set<string>();

  const work = async () => {
    const { control } = session;
    const prepared = await prepare(session, fleet, services, options.isolated ?? false, layout);
    const { running, load, databases } = prepared;
    const missing = missingCache(fleet, load.infrastructure);
    if (missing !== undefined) narrator.warn(missing);
    const unwatched = missingMonitoring(fleet);
    if (unwatched !== undefined) narrator.info(unwatched);
    const single = oneOfEach(services, 'process');
    if (single !== undefined) narrator.info(single);
    const provisioned = await isProvisioned(databases, load.postgres);
    const embedded = load.postgres !== null;
    const steps = planUp(
      await situationOf(fleet, { services: load.services, running, embedded, provisioned }),
      options,
    );
    mark(`planned ${steps.length} steps`);
    await runGraph(steps, executor({ fleet, options, jobs, narrator, control, prepared, begun }));
    if (options.watch) {
      await control.order('POST /watch', { shared: join(fleet.root, 'shared'), config: fleet.file });
    }
    if (options.detach) await control.order('POST /keep', null);
    const names = services.map(({ name }) => name);
    return runningFleet(session, await settle(control, names, narrator));
  };

  try {
    const fleetUp = await unlessAborted(work(), options.signal);
    if (options.detach) session.leave();
    mark('up');
    return fleetUp;
  } catch (error) {
    await undo(session, begun);
    throw error;
  }
}

/** Leaves nothing half up: all of it if this `up` began it, else what it has added. */
async function undo(session: Session, begun: ReadonlySet<string>): Promise<void> {
  try {
    if (session.fresh) await session.stop('it did not come up');
    else for (const name of [...begun].reverse()) await session.control.order('POST /stop-service', { name });
  } catch {
    // The supervisor is gone, and everything with it; why `up` failed says more.
  } finally {
    session.leave();
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work;
  const { promise: aborted, reject } = Promise.withResolvers<never>();
  const abort = () => reject(new AuroraError('interrupted', 'Stopped on its way up.', { exit: 'interrupted' }));
  signal.addEventListener('abort', abort);
  if (signal.aborted) abort();
  // What it was about to do fails when the fleet is taken away under it.
  work.catch(() => undefined);
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}
