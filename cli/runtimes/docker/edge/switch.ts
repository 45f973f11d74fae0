import { AuroraError } from '../../../errors.ts';
import type { Engine } from '../engine.ts';
import type { Colour } from './colours.ts';
import { ASK, edgeScript } from './command.ts';
import { EDGE_PLACES } from './places.ts';

const { map } = EDGE_PLACES;

/**
 * Written down before it is done, so that an edge that dies in between comes back with what was meant. A map knows only those services
 * that were switched before.
 */
const SCRIPT = `set -e
${ASK}
{ grep -v "^$1 " ${map} || true; echo "$1 $2"; } > ${map}.new
sync ${map}.new
mv ${map}.new ${map}
case "$(ask "set map ${map} $1 $2")" in *found*) ask "add map ${map} $1 $2";; esac
ask "get map ${map} $1"`;

/**
 * From here on no new request reaches the other colour of a service; those under way end where they are.
 * @throws AuroraError `edge_unreachable`, `switch_failed`
 */
export async function switchColour(engine: Engine, container: string, service: string, colour: Colour): Promise<void> {
  const answer = await edgeScript(engine, container, SCRIPT, service, colour);
  if (answer.includes(`value="${colour}"`)) return;
  throw new AuroraError('switch_failed', `The edge does not send requests for ${service} to ${colour}.`, {
    exit: 'failed',
    details: [answer],
    next: `docker logs ${container}`,
  });
}
