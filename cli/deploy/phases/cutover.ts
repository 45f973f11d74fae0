import type { Deployment, Phase } from '../deployment.ts';
import { namesOf } from '../record.ts';
import { takeRoles } from '../roles.ts';
import { untilReady } from '../until-ready.ts';
import { baselineOf } from '../watch/baseline.ts';

/** Every new request goes to the new versions from here on; so do events, once the consumers of the ones of before have ended. */
export const cutover: Phase = async (deployment) => {
  const { hook } = deployment.around;
  const { services } = deployment.record;
  await hook('confirm-promotion', deployment.record);
  // Since the gate some may have died, or the engine was started anew.
  await Promise.all([
    baselineOf(deployment),
    ...services.map(({ service, to }) => untilReady(deployment, service, to.colour)),
  ]);
  const late = await takeRoles(deployment, 'to', () => switchRequests(deployment));
  return [`switched in ${deployment.record.switchMs} ms`, ...late];
};

async function switchRequests(deployment: Deployment): Promise<void> {
  const { stage, clock } = deployment.around;
  const { services, canary } = deployment.record;
  const started = clock.now();
  await stage.switchTo(new Map(services.map(({ service, to }) => [service, to.colour])));
  const switchMs = Math.round(clock.now() - started);
  if (canary.length > 0) await stage.weigh(namesOf(deployment.record), 0);
  deployment.note({ switchMs });
}
