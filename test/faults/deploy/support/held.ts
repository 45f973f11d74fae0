import { expect } from '@jest/globals';
import type { EventsStatus } from '../../../../cli/events/status.ts';
import { until } from '../../../../shared/testing/index.ts';
import type { Ledger } from '../../../support/load-on-fleet/ledger.ts';
import type { Load } from '../../../support/load-on-fleet/load.ts';
import type { RealFleet } from '../../../support/real-fleet.ts';
import { audit, type Books, type Row } from '../../support/books.ts';
import type { DeployedFleet } from './fleet.ts';

/** Things that clients begin in a second. */
export const RATE = 8;
const PATIENT = { withinMs: 60_000 };

/** Works while clients do; what they met is printed. They are gone in the end, whatever happens. */
export async function underLoad(
  deployed: DeployedFleet,
  title: string,
  work: (load: Load) => Promise<void>,
): Promise<Load> {
  const load = await deployed.load(RATE);
  try {
    await load.things(3 * RATE);
    load.tally.mark('during');
    await work(load);
    load.tally.mark('after');
    await load.things(3 * RATE);
  } finally {
    await load.stop();
    process.stdout.write(`${title}: ${load.tally.told()}\n`);
    for (const [why, count] of Object.entries(load.tally.reasons())) process.stdout.write(`  ${count} × ${why}\n`);
  }
  return load;
}

export function expectNoneFailed({ tally }: Load): void {
  expect(tally.reasons()).toEqual({});
}

/** What there was before, so that nobody else's rows are held against clients. */
export function booksNow(fleet: RealFleet): Promise<Books> {
  return audit(fleet, { events: 0 });
}

/**
 * Where no request has failed, the services hold what clients were told and nothing else, and whoever follows others has handled each event
 * once: copies are what their owners have, and what an event changes has changed once.
 */
export async function expectKept(fleet: RealFleet, before: Books, ledger: Ledger): Promise<void> {
  const books = await audit(fleet, { events: before.heard + ledger.told });
  const own = (of: 'subjects' | 'files' | 'syllabi') => {
    const known = new Set(before[of].map(({ id }) => id));
    return books[of].filter(({ id }) => !known.has(id));
  };
  const pairs = (rows: readonly Row[], value: (row: Row) => unknown) =>
    new Map(rows.map((row) => [row.id, value(row)]));
  expect(pairs(own('subjects'), ({ version }) => version)).toEqual(ledger.subjects);
  expect(pairs(own('files'), ({ size }) => size)).toEqual(ledger.files);
  expect(pairs(own('syllabi'), ({ version, file_id: fileId }) => ({ fileId, version }))).toEqual(ledger.syllabi);

  expect(books.heard - before.heard).toBe(ledger.told);
  expect(books.givenUp).toBe(before.givenUp);
  const copies = (target: string) => {
    const kept = books.copies.filter((copy) => copy.target === target && copy.data !== null);
    return new Map(kept.map(({ id, version }) => [id, version]));
  };
  for (const [id, version] of ledger.subjects)
    expect([id, copies('subject-service.Subject').get(id)]).toEqual([id, version]);
  expect([...ledger.files.keys()].filter((id) => !copies('file-service.File').has(id))).toEqual([]);
  expect(books.swept.lost).toEqual([]);
}

/** As the fleet's own tools see it: no deploy is open, no event waits, is parked or given up. */
export async function expectQuiet({ aurora }: DeployedFleet): Promise<void> {
  const { exitCode, said } = await aurora('deploy', 'status');
  expect([exitCode, said.open, said.lease]).toEqual([0, null, null]);
  const left = await until(async () => {
    const { services, consumers }: EventsStatus = (await aurora('events', 'status')).said;
    const pending = services.reduce((sum, { outbox }) => sum + (outbox?.pending ?? 0), 0);
    const waiting = (consumers ?? []).reduce((sum, each) => sum + each.waiting + each.retrying, 0);
    const dead = services.reduce((sum, { outbox }) => sum + (outbox?.dead ?? 0), 0);
    const parked = (consumers ?? []).reduce((sum, each) => sum + each.parked, 0);
    return pending + waiting === 0 ? { dead, parked, consumers: consumers?.length } : undefined;
  }, PATIENT);
  expect(left).toEqual({ dead: 0, parked: 0, consumers: expect.any(Number) });
}

/** Which colour and version gets the requests, of each service. */
export async function serving({ aurora }: DeployedFleet): Promise<Readonly<Record<string, string>>> {
  const { said } = await aurora('deploy', 'status');
  const live = said.services as { name: string; live: { colour: string; version: string } | null }[];
  return Object.fromEntries(live.map(({ name, live: at }) => [name, `${at?.colour} ${at?.version}`]));
}
