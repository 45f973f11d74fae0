import type { Deployment } from '../deployment.ts';

/** Notes what clients meet of the versions that serve, once: after a kill the new ones may have begun to. */
export async function baselineOf(deployment: Deployment): Promise<void> {
  if (deployment.record.baseline.length > 0) return;
  const traffic = await deployment.around.stage.traffic();
  deployment.note({
    baseline: deployment.record.services.map(({ service, from }) => {
      const {
        requests = 0,
        failed = 0,
        meanMs = 0,
      } = traffic.find((each) => each.service === service && each.colour === from.colour) ?? {};
      return { service, failedShare: requests === 0 ? 0 : failed / requests, meanMs };
    }),
  });
}
