import { AuroraError } from '../../../errors.ts';
import type { Engine } from '../engine.ts';
import type { Colour } from './colours.ts';
import { asking, edgeScript } from './command.ts';
import { EDGE_PLACES, type EdgePlaces } from './places.ts';

/**
 * Lines for bash, which take a service and a colour. Written down before it is done, so that an edge that dies in between comes back with
 * what was meant. Only those services are in the map that were switched before.
 */
export function switchScript({ admin, map }: Pick<EdgePlaces, 'admin' | 'map'>): string {
  return `set -e
${asking(admin)}
{ grep -v "^$1 " ${map} || true; echo "$1 $2"; } > ${map}.new
sync ${map}.new
mv ${map}.new ${map}
case "$(ask "set map ${map} $1 $2")" in *found*) ask "add map ${map} $1 $2";; esac
ask "get map ${map} $1"`;
}

/**
 * From here on no new request reaches the other colour of a service; those under way end where they are.
 * @throws AuroraError `edge_unreachable`, `switch_failed`
 */
export async function switchColour(engine: Engine, container: string, service: string, colour: Colour): Promise<void> {
  const answer = await edgeScript(engine, container, switchScript(EDGE_PLACES), service, colour);
  if (answer.includes(`value="${colour}"`)) return;
  throw new AuroraError('switch_failed', `The edge does not send requests for ${service} to ${colour}.`, {
    exit: 'failed',
    details: [answer],
    next: `docker logs ${container}`,
  });
}
