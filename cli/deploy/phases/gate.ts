import type { Phase } from '../deployment.ts';
import { untilReady } from '../until-ready.ts';

/** The new versions have to be ready, and to stay so for a time. */
export const gate: Phase = async (deployment) => {
  const { settings, narrator } = deployment.around;
  await Promise.all(
    deployment.record.services.map(({ service, to }) =>
      narrator.step(`${service} (${to.colour}) is ready for ${settings.holdSeconds} s`, () =>
        untilReady(deployment, service, to.colour, settings.holdSeconds * 1000),
      ),
    ),
  );
  return [];
};
