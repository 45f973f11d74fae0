import type { Fleet, Service } from '../../../config/model.ts';
import { type EntityView, viewEntity } from './entity.ts';
import { type FleetView, viewFleet } from './fleet.ts';
import { title } from './words.ts';

/** What a template of a service sees. */
export interface ServiceView {
  readonly fleet: FleetView;
  readonly service: {
    readonly name: string;
    /** `Order service`. */
    readonly title: string;
    readonly port: number;
    /** Empty but for domain services. */
    readonly entities: readonly EntityView[];
  };
}

export function viewService(fleet: Fleet, service: Service): ServiceView {
  const { name, port } = service;
  const entities = service.kind === 'domain' ? service.entities.map(viewEntity) : [];
  return { fleet: viewFleet(fleet), service: { name, title: title(name), port, entities } };
}
