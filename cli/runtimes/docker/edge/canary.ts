import { AuroraError } from '../../../errors.ts';
import type { Engine } from '../engine.ts';
import { edgeScript } from './command.ts';
import { EDGE_PLACES } from './places.ts';
import { type StatePlaces, stateFunctions } from './state.ts';

/** Lines for bash, which take a service and a share of a hundred; 0 is written down as no line. */
export function canaryScript(places: StatePlaces): string {
  const { canaries } = places;
  return `${stateFunctions(places)}
{ without ${canaries} "$1"; if [ "$2" -gt 0 ]; then echo "$1 $2"; fi; } | replace ${canaries}
ask "show map ${canaries}"`;
}

/**
 * From here on so many of a hundred new requests for a service go to the colour that is not live; each is drawn by itself. A switch ends
 * it.
 * @param percent a whole number; 0: none does any more
 * @throws AuroraError `edge_unreachable`, `canary_failed`
 */
export async function setCanary(engine: Engine, container: string, service: string, percent: number): Promise<void> {
  if (!Number.isInteger(percent) || percent < 0 || percent > 100) throw new RangeError(`${percent} is no share of 100`);
  const answer = await edgeScript(engine, container, canaryScript(EDGE_PLACES), service, String(percent));
  if (drawn(answer, service) === percent) return;
  throw new AuroraError(
    'canary_failed',
    `The edge does not send ${percent} % of the requests for ${service} elsewhere.`,
    {
      exit: 'failed',
      details: [answer],
      next: `docker logs ${container}`,
    },
  );
}

/** The share of a service in what HAProxy says of its map: an address, a service and a share a line. */
export function drawn(answer: string, service: string): number {
  const line = answer.split('\n').find((each) => each.split(' ')[1] === service);
  return Number(line?.split(' ')[2] ?? 0);
}
