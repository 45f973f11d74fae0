import type { Phase } from '../deployment.ts';
import { namesOf } from '../record.ts';
import { takeRoles } from '../roles.ts';
import { untilReady } from '../until-ready.ts';
import { baselineOf } from '../watch/baseline.ts';

/** Every new request goes to the new versions from here on; so do events, once the consumers of the ones of before have ended. */
export const cutover: Phase = async (deployment) => {
  const { stage, clock, hook } = deployment.around;
  const { services } = deployment.record;
  await hook('confirm-promotion', deployment.record);
  // Since the gate some may have died, or the engine was started anew.
  await Promise.all(services.map(({ service, to }) => untilReady(deployment, service, to.colour)));
  await baselineOf(deployment);
  const started = clock.now();
  await stage.switchTo(new Map(services.map(({ service, to }) => [service, to.colour])));
  const switchMs = Math.round(clock.now() - started);
  if (deployment.record.canary.length > 0) await stage.weigh(namesOf(deployment.record), 0);
  deployment.note({ switchMs });
  const late = await takeRoles(deployment, 'to');
  return [`switched in ${switchMs} ms`, ...late];
};
