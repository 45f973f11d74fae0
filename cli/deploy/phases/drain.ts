import type { Deployment, Phase } from '../deployment.ts';

const LOOK_EVERY_MS = 100;

/** What has begun on the versions of before may end there. What takes longer goes on as long as they stand, and is told. */
export const drain: Phase = async (deployment) => {
  const { clock, chain, signal } = deployment.around;
  const deadline = clock.now() + chain.drainMs;
  const requests = await underWay(deployment);
  let left = requests;
  while (left > 0 && clock.now() < deadline) {
    await clock.sleep(LOOK_EVERY_MS, signal);
    left = await underWay(deployment);
  }
  deployment.note({ drained: { requests, left } });
  return [`${requests} under way`, ...(left > 0 ? [`${left} longer than ${chain.drainMs / 1000} s`] : [])];
};

async function underWay({ record, around }: Deployment): Promise<number> {
  const traffic = await around.stage.traffic();
  const old = traffic.filter(({ service, colour }) =>
    record.services.some((change) => change.service === service && change.from.colour === colour),
  );
  return old.reduce((sum, { active }) => sum + active, 0);
}
