import type { Fleet, Service } from '../../../config/model.ts';
import { type EntityView, viewEntity } from './entity.ts';
import { title } from './words.ts';

/** What a template of a service sees. */
export interface ServiceView {
  readonly fleet: { readonly name: string };
  readonly service: {
    readonly name: string;
    /** `Subject service`. */
    readonly title: string;
    readonly port: number;
    readonly kind: Service['kind'];
    /** Empty but for domain services. */
    readonly entities: readonly EntityView[];
  };
}

export function viewService(fleet: Fleet, service: Service): ServiceView {
  const { name, port, kind } = service;
  const entities = service.kind === 'domain' ? service.entities.map(viewEntity) : [];
  return { fleet: { name: fleet.name }, service: { name, title: title(name), port, kind, entities } };
}
