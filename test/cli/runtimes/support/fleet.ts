import { resolveDeploy } from '../../../../cli/config/deploy.ts';
import type { DomainService, FileService, Fleet, Service } from '../../../../cli/config/model.ts';
import { resolveSwarm } from '../../../../cli/config/swarm.ts';

export const CONFIG: Service = { kind: 'config', name: 'config', port: 8004, replicas: 1, dependsOn: [] };
export const GATEWAY: Service = {
  kind: 'gateway',
  name: 'gateway',
  port: 8000,
  replicas: 1,
  dependsOn: ['config', 'item', 'order'],
  workers: 1,
  settings: {},
};
export const FILES: FileService = {
  kind: 'file',
  name: 'media',
  port: 8003,
  replicas: 1,
  dependsOn: [],
  storage: { driver: 'local' },
};
export const ORDER: DomainService = domain('order', 8001, ['config'], 'orders');
export const ITEM: DomainService = domain('item', 8002, ['config', 'order'], 'order-items', {
  service: 'order',
  entity: 'Thing',
});

function domain(
  name: string,
  port: number,
  dependsOn: readonly string[],
  path: string,
  target?: { service: string; entity: string },
): DomainService {
  const common = { required: false, unique: false };
  const fields = target
    ? [{ ...common, type: 'reference', name: 'otherId', column: 'other_id', onDelete: 'restrict', ...target } as const]
    : [];
  const entity = { name: 'Thing', singular: 'thing', plural: 'things', path, table: 'things', fields };
  return { kind: 'domain', name, port, replicas: 1, dependsOn, entities: [entity] };
}

export function fleetOf(
  services: readonly Service[] = [GATEWAY, CONFIG, ORDER, ITEM],
  changes: Partial<Fleet> = {},
): Fleet {
  return {
    name: 'demo',
    root: '/fleets/demo',
    file: '/fleets/demo/aurora.config.yaml',
    environment: 'development',
    runtime: 'auto',
    infrastructure: { database: { engine: 'postgres' }, broker: { engine: 'rabbitmq' }, cache: { engine: 'none' } },
    defaults: { timeoutMs: 2000, retries: 2, logLevel: 'info' },
    images: {},
    deploy: resolveDeploy(),
    observability: { traces: { sample: 0, log: true }, otlp: null },
    swarm: resolveSwarm(),
    enums: {},
    services,
    ...changes,
  };
}
