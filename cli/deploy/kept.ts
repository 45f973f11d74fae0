import type { DeployRecord } from './record.ts';

/** The images of a service that a rollback may want, the newest first: those of its last versions, each once. */
export function keptImages(records: readonly DeployRecord[], service: string, versions: number): readonly string[] {
  const images = records
    .filter(({ state }) => state === 'done')
    .flatMap(({ services }) => services.filter((change) => change.service === service))
    .flatMap(({ to, from }) => [to.image, from.image]);
  return [...new Set(images)].slice(0, versions);
}
