import type { Phase } from '../deployment.ts';

/** The new versions are tried out where nobody else asks them. */
export const smoke: Phase = async ({ record, around }) => {
  const isOfSources = record.kind === 'deploy' && record.tag === null;
  const notes = await Promise.all(
    record.services.map(async ({ service, to }) =>
      around.smoke(service, await around.stage.previewUrl(service, to.colour), isOfSources),
    ),
  );
  return notes.flat();
};
