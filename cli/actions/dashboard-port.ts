import { AuroraError } from '../errors.ts';
import type { Narrator } from '../narrator.ts';
import { describeHolder, holderOf } from '../runtimes/ports/holder.ts';
import { takenPorts } from '../runtimes/ports/probe.ts';

/** The same from day to day, for bookmarks and eyes; several checkouts have one each. */
const FIRST = 7_400;
const MOST = 100;

/**
 * The port that is wanted, else the first free one from 7400 on; who holds the ones before is told.
 * @throws AuroraError `port_taken`
 */
export async function dashboardPort(wanted: number | undefined, narrator: Narrator): Promise<number> {
  const first = wanted ?? FIRST;
  const tried = Array.from({ length: wanted === undefined ? MOST : 1 }, (_, index) => first + index);
  for (const port of tried) {
    if ((await takenPorts([port])).length === 0) return port;
    const holder = describeHolder(await holderOf(port));
    if (wanted !== undefined) {
      throw new AuroraError('port_taken', `Port ${port} is taken.`, {
        exit: 'machine',
        details: [`It is held by ${holder}`],
        next: 'aurora dashboard, which takes a free one',
      });
    }
    narrator.info(`port ${port} is held by ${holder}`);
  }
  throw new AuroraError('port_taken', `No port from ${FIRST} to ${FIRST + MOST - 1} is free.`, {
    exit: 'machine',
    next: 'aurora dashboard --port <number>',
  });
}
