import type { Colour } from '../../colours.ts';
import { readinessAt } from '../../readiness.ts';
import type { Condition } from '../../stage.ts';
import { inspectContainer } from '../containers/inspect.ts';
import { previewUrl } from '../edge/preview.ts';
import type { Engine } from '../engine.ts';

/** One crash may be another's fault; the second is its own. */
const CRASHES = 2;

/** How a service does in one of its places, as it says itself; what has ended, says the engine. */
export async function conditionOf(
  engine: Engine,
  edge: string,
  container: string,
  service: string,
  colour: Colour,
): Promise<Condition> {
  const info = await inspectContainer(engine, container);
  if (!info) return { ready: false, reason: 'there is no container of it' };
  const { State, RestartCount } = info;
  if (State.Status === 'exited' || State.Status === 'dead') {
    return { ready: false, reason: `it ended with ${State.ExitCode}`, ended: `ended with ${State.ExitCode}` };
  }
  if (RestartCount >= CRASHES && State.Status !== 'running') {
    return { ready: false, ended: `ended ${RestartCount} times, last with ${State.ExitCode}` };
  }
  const { accepting, reason, role, consuming } = await readinessAt(await previewUrl(engine, edge, service, colour));
  return { ready: accepting, ...(!accepting && { reason }), role, consuming };
}
