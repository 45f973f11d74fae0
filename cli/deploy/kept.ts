import { type DeployRecord, isOpen } from './record.ts';

/** The images of a service that a rollback may want, the newest first: those of its last versions, each once. */
export function keptImages(records: readonly DeployRecord[], service: string, versions: number): readonly string[] {
  return imagesIn(records, service, ({ state }) => state === 'done').slice(0, versions);
}

/** Those that no rollback wants any more. Others of that name are another fleet's, of a checkout beside this one. */
export function spentImages(records: readonly DeployRecord[], service: string, versions: number): readonly string[] {
  const kept = keptImages(records, service, versions);
  return imagesIn(records, service, (record) => !isOpen(record)).filter((image) => !kept.includes(image));
}

function imagesIn(records: readonly DeployRecord[], service: string, counts: (record: DeployRecord) => boolean) {
  const images = records
    .filter(counts)
    .flatMap(({ services }) => services.filter((change) => change.service === service))
    .flatMap(({ to, from }) => [to.image, from.image]);
  return [...new Set(images)];
}
