import type { Role, Standing } from '../runtimes/stage.ts';
import type { Deployment } from './deployment.ts';
import type { ServiceChange } from './record.ts';

const LOOK_EVERY_MS = 50;

/**
 * Events go to one version alone: the other one's consumers end first, with what they have in hand, for as long as a drain may take. Then
 * those of the one that serves begin.
 */
export async function takeRoles(deployment: Deployment, serving: 'from' | 'to'): Promise<readonly string[]> {
  const { services } = deployment.record;
  const standings = await deployment.around.stage.observe();
  const notes = await Promise.all(
    services.map(async (change) => {
      const [live, other] = serving === 'to' ? [change.to, change.from] : [change.from, change.to];
      const ended = await take(deployment, standings, change, other.colour, 'standby');
      const begun = await take(deployment, standings, change, live.colour, 'live');
      return [...ended, ...begun];
    }),
  );
  return notes.flat();
}

async function take(
  { around }: Deployment,
  standings: readonly Standing[],
  { service }: ServiceChange,
  colour: ServiceChange['to']['colour'],
  role: Role,
): Promise<readonly string[]> {
  const { stage, clock, chain } = around;
  const standing = standings.find((each) => each.service === service && each.colour === colour);
  // What does not run takes no events; it reads its role when it starts.
  if (!standing) return [];
  await stage.assign(service, colour, role);
  if (!standing.running) return [];
  const deadline = clock.now() + chain.drainMs;
  for (;;) {
    const condition = await stage.condition(service, colour);
    // A version of before there were roles tells of none, and takes events in either.
    if (condition.role === undefined) return [];
    if (condition.role === role && condition.consuming === (role === 'live')) return [];
    if (clock.now() >= deadline)
      return [`${service} (${colour}) has not become ${role} within ${chain.drainMs / 1000} s`];
    await clock.sleep(LOOK_EVERY_MS);
  }
}
