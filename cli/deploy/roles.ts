import type { Role, Standing } from '../runtimes/stage.ts';
import type { Deployment } from './deployment.ts';
import type { ServiceChange } from './record.ts';

const LOOK_EVERY_MS = 50;

/**
 * Events go to one version alone: the other one's consumers end first, with what they have in hand, for as long as a drain may take. Then
 * those of the one that serves begin.
 * @param meanwhile what need not wait for those that end
 */
export async function takeRoles(
  deployment: Deployment,
  serving: 'from' | 'to',
  meanwhile: () => Promise<void> = async () => undefined,
): Promise<readonly string[]> {
  const { services } = deployment.record;
  const standings = await deployment.around.stage.observe();
  const assign = (change: ServiceChange, whose: 'from' | 'to', role: Role) =>
    take(deployment, standings, change, change[whose].colour, role);
  const done = meanwhile();
  // Nobody is told of a role any more once this is over, also where it went wrong.
  const outcomes = await Promise.allSettled([
    done,
    ...services.map(async (change) => {
      const ended = await assign(change, serving === 'to' ? 'from' : 'to', 'standby');
      await done;
      return [...ended, ...(await assign(change, serving, 'live'))];
    }),
  ]);
  return outcomes.flatMap((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value ?? [];
  });
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
