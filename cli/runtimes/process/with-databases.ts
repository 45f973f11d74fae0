import type { Fleet } from '../../config/model.ts';
import type { LentDatabases } from '../databases.ts';
import { layoutOf } from '../layout.ts';
import { isProvisioned, lent, provision } from './databases/provision.ts';
import { type Prepared, prepare } from './prepare.ts';
import { Session } from './session.ts';

/** Lends the databases of the fleet; if it is down, a supervisor without services runs them for as long. */
export async function withDatabases<T>(fleet: Fleet, work: (databases: LentDatabases) => Promise<T>): Promise<T> {
  const session = await Session.open(fleet, layoutOf(fleet.root));
  try {
    const prepared = await prepare(session, fleet, [], false, layoutOf(fleet.root));
    return await work(await startDatabases(session, prepared));
  } finally {
    await session.finish();
  }
}

/** Infrastructure without services: it runs, and every database is there. */
export async function startDatabases({ control }: Session, { load, databases }: Prepared): Promise<LentDatabases> {
  await control.order('POST /load', load);
  await control.order('POST /postgres', load.postgres);
  if (!(await isProvisioned(databases, load.postgres))) await provision(databases, load.postgres);
  return lent(databases);
}
