import type { Colour } from '../runtimes/colours.ts';
import type { Deployment } from './deployment.ts';
import { hasBegun, namesOf } from './record.ts';
import { takeRoles } from './roles.ts';
import { untilReady } from './until-ready.ts';

/**
 * Puts the versions of before back, and takes the new ones away. May be begun again at any moment.
 * @throws AuroraError `not_ready` where a version of before does not come back: then nothing is switched to it
 */
export async function undo(deployment: Deployment): Promise<void> {
  const { stage, narrator, clock } = deployment.around;
  const { services } = deployment.record;
  if (!deployment.record.undoing) deployment.note({ undoing: true });
  deployment.begin('undo');
  await narrator.step('put back the versions of before', async () => {
    const standing = await stage.observe();
    const at = (service: string, colour: Colour) =>
      standing.find((each) => each.service === service && each.colour === colour);
    if (hasBegun(deployment.record, 'canary')) await stage.weigh(namesOf(deployment.record), 0);
    const switched = services.filter(({ service, to }) => at(service, to.colour)?.live);
    for (const { service, from } of switched) {
      if (!at(service, from.colour)?.running) await stage.revive(service, from.colour);
      await untilReady(deployment, service, from.colour);
    }
    // Whoever calls goes back before whoever is called, as it came last.
    if (switched.length > 0)
      await stage.switchTo(new Map(switched.toReversed().map(({ service, from }) => [service, from.colour])));
    if (hasBegun(deployment.record, 'cutover')) await takeRoles(deployment, 'from');
    // Until it has put something there, what stands there is the version that a rollback would go back to.
    const own = hasBegun(deployment.record, 'stand') ? services : [];
    await Promise.all(
      own.flatMap(({ service, to }) => (at(service, to.colour) ? stage.withdraw(service, to.colour) : [])),
    );
  });
  deployment.end('undo', 'done');
  deployment.note({ state: 'undone', endedAt: new Date(clock.now()).toISOString(), warm: false });
}
