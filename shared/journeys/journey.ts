import type { Journey, JourneyContext, JourneyOptions } from './contract.ts';

const TIMEOUT_MS = 30_000;

/**
 * A scenario of the fleet from one end to the other, for `export default` in a module of `test/e2e/journeys/`. `aurora verify` runs it.
 *
 * @typeParam Client that of the fleet: `FleetClient` of `@<fleet>/client`
 * @param name what holds when it succeeds, e.g. `a parcel can be followed`
 */
export function journey<Client>(
  name: string,
  { scopes, production = false, writes = true, timeoutMs = TIMEOUT_MS }: JourneyOptions,
  run: (context: JourneyContext<Client>) => Promise<void>,
): Journey<Client> {
  return { kind: 'journey', name, scopes, production, writes, timeoutMs, run };
}
