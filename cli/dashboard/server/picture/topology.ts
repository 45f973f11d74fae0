import type { Fleet, Service } from '../../../config/model.ts';
import { isRemote } from '../../../config/plain-field.ts';
import { consumersOf } from '../../../events/consumers.ts';

/** Who may speak to whom, as the config has it. */
export interface Topology {
  readonly gateway: string | undefined;
  readonly calls: readonly Pair[];
  /** Consumers with the services whose events they handle. */
  readonly flows: readonly Flow[];
}

interface Pair {
  readonly from: string;
  readonly to: string;
}

export interface Flow {
  readonly consumer: string;
  readonly to: string;
  readonly from: readonly string[];
}

export function topologyOf(fleet: Fleet): Topology {
  const { services } = fleet;
  const gateway = services.find(({ kind }) => kind === 'gateway')?.name;
  const config = services.filter(({ kind }) => kind === 'config').map(({ name }) => name);
  const calls = services.flatMap((service): Pair[] => {
    const targets =
      service.kind === 'gateway'
        ? services.map(({ name }) => name)
        : [...config, ...ownersOf(service), ...referrersOf(service, services)];
    return [...new Set(targets)].filter((to) => to !== service.name).map((to) => ({ from: service.name, to }));
  });
  return { gateway, calls, flows: flowsOf(fleet) };
}

/** Whom it asks whether what it refers to exists. */
function ownersOf(service: Service): string[] {
  if (service.kind !== 'domain') return [];
  return service.entities.flatMap(({ fields }) => fields.filter(isRemote).map((field) => field.service));
}

/** Whom it asks before it deletes something. */
function referrersOf({ name }: Service, services: readonly Service[]): string[] {
  return services.filter((each) => restricts(each, name)).map((each) => each.name);
}

function restricts(service: Service, owner: string): boolean {
  if (service.kind !== 'domain') return false;
  const fields = service.entities.flatMap((entity) => entity.fields).filter(isRemote);
  return fields.some((field) => field.service === owner && field.onDelete === 'restrict');
}

/** The publisher is the second part of an event's type: `shop.orders-service.order.created.v1`. */
function flowsOf(fleet: Fleet): Flow[] {
  return consumersOf(fleet).map(({ name, service, types }) => {
    const publishers = types.flatMap((type) => type.slice(fleet.name.length + 1).split('.')[0] ?? []);
    return { consumer: name, to: service, from: [...new Set(publishers)] };
  });
}
