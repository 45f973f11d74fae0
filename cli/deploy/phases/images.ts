import type { Phase } from '../deployment.ts';

/** Sees to it that the engine has what is to run, and writes down which content that is. */
export const images: Phase = async (deployment) => {
  const { record, around } = deployment;
  const provided = await around.stage.provide(record.services.map(({ to }) => to));
  const byService = new Map(provided.map((release) => [release.service, release]));
  deployment.note({
    services: record.services.map((change) => ({
      ...change,
      to: { ...(byService.get(change.service) ?? change.to), colour: change.to.colour },
    })),
  });
  return provided.map(({ image }) => image);
};
