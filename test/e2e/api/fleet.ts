import { type RealFleet, startRealFleet } from '../../support/real-fleet.ts';

/** The one that all parts of api.test.ts ask, one after the other. */
export let fleet: RealFleet;

export async function startFleet(): Promise<void> {
  fleet = await startRealFleet({ held: true });
}

export async function endFleet(): Promise<void> {
  await fleet?.[Symbol.asyncDispose]();
}
