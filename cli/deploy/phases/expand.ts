import type { Phase } from '../deployment.ts';

/** What the versions of before live with; what they could not live with waits until they are gone. A rollback leaves these. */
export const expand: Phase = async (deployment) => {
  const { stage, narrator } = deployment.around;
  if (deployment.record.kind === 'rollback') return ['a version of before lives with what came after it'];
  const notes: string[] = [];
  const releases = deployment.record.services.map(({ to }) => to);
  const migrating = await deployment.around.migrating(releases);
  deployment.note({ migrating: migrating.map(({ service }) => service) });
  for (const release of migrating) {
    const { service } = release;
    const names = await narrator.step(`migrate ${service}`, (step) => stage.migrate(release, 'expand', step));
    if (names.length === 0) continue;
    deployment.note({ migrations: [...deployment.record.migrations, { service, phase: 'expand', names }] });
    notes.push(`${service}: ${names.join(', ')}`);
  }
  return notes;
};
