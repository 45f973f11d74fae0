import { AuroraError } from '../../../errors.ts';
import type { Engine } from '../engine.ts';
import type { LiveColours } from './colours.ts';
import { edgeScript } from './command.ts';
import { coloursIn } from './live.ts';
import { EDGE_PLACES } from './places.ts';
import { type StatePlaces, stateFunctions } from './state.ts';

/** Lines for bash, which take services and their colours in turn. Only those services are in the map that were switched before. */
export function switchScript(places: StatePlaces): string {
  const { map, canaries } = places;
  return `${stateFunctions(places)}
services=()
for ((i = 1; i < $#; i += 2)); do services+=("\${!i}"); done
# What was tried out is over before anything else is live: it would be the old one's share from there on.
without ${canaries} "\${services[@]}" | replace ${canaries}
{ without ${map} "\${services[@]}"; printf '%s %s\\n' "$@"; } | replace ${map}
ask "show map ${map}"`;
}

/**
 * From here on no new request reaches the other colour of any of these services; those under way end where they are. All are switched at
 * one instant, and no other service is.
 * @throws AuroraError `edge_unreachable`, `switch_failed`
 */
export async function switchColours(engine: Engine, container: string, colours: LiveColours): Promise<void> {
  const answer = await edgeScript(engine, container, switchScript(EDGE_PLACES), ...[...colours].flat());
  const live = switched(answer);
  const others = [...colours].filter(([service, colour]) => live.get(service) !== colour);
  if (others.length === 0) return;
  throw new AuroraError('switch_failed', 'The edge does not send requests where it was told to.', {
    exit: 'failed',
    details: others.map(([service, colour]) => `${service}: not to ${colour}`),
    next: `docker logs ${container}`,
  });
}

/** What HAProxy says is live after a switch: an address, a service and a colour a line. */
export function switched(answer: string): LiveColours {
  return coloursIn(answer.replaceAll(/^0x[0-9a-f]+ /gm, ''));
}
