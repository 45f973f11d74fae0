import type { Phase } from '../deployment.ts';

/** The first requests are the slowest: they are ours. */
export const warmUp: Phase = async ({ record, around }) => {
  const { stage, settings } = around;
  const counts = await Promise.all(
    record.services.map(async ({ service, to }) =>
      around.warmUp(await stage.previewUrl(service, to.colour), settings.warmUpRequests),
    ),
  );
  return [`${counts.reduce((sum, count) => sum + count, 0)} requests`];
};
