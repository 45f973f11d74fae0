import type { Fleet, Service } from '../../config/model.ts';
import type { ServiceImage } from '../../runtimes/docker/images/images.ts';

/** What the manifests of a fleet are made from. */
export interface Cluster {
  readonly fleet: Fleet;
  readonly images: readonly ServiceImage[];
  /** Service → its newest migration that the code cannot do without. */
  readonly migrations: ReadonlyMap<string, string>;
  readonly namespace: string;
  /** That the gateway answers to; absent: to any, without TLS. */
  readonly host?: string | undefined;
  /** Absent: the cluster's own choice. */
  readonly ingressClass?: string | undefined;
  /** Where the ingress controller runs, which may call the gateway. */
  readonly ingressNamespace: string;
  /** Folder of the fleet's keys, relative to the fleet's. */
  readonly secrets: string;
}

export function imageOf({ images }: Cluster, service: string): ServiceImage {
  const image = images.find((each) => each.service === service);
  if (!image) throw new RangeError(`${service} has no image`);
  return image;
}

/** Whether it keeps files in a volume, which one pod alone can have. */
export function keepsFiles(service: Service): boolean {
  return service.kind === 'file' && service.storage.driver === 'local';
}
