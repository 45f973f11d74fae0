import type { Phase } from '../deployment.ts';
import { namesOf } from '../record.ts';
import { baselineOf } from '../watch/baseline.ts';
import { watchTraffic } from '../watch/watch.ts';

/** Some of the requests first, watched for a time at each step. */
export const canary: Phase = async (deployment) => {
  const { stage, settings, narrator } = deployment.around;
  const services = namesOf(deployment.record);
  await baselineOf(deployment);
  for (const percent of deployment.record.canary) {
    await stage.weigh(services, percent);
    await narrator.step(`${percent} % for ${settings.watchSeconds} s`, () => watchTraffic(deployment));
  }
  return deployment.record.canary.map((percent) => `${percent} %`);
};
