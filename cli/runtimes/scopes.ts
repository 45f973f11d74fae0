import type { Fleet, Service } from '../config/model.ts';

/** What every service may do: fetch its settings, register itself, find others. */
const EVERY_SERVICE = ['config:read', 'registry:read', 'registry:write'];

/** Resources of a file service live below this path, whatever the service is called. */
const FILES = 'files';

/** The scopes that tokens signed with a service's own key may at most grant: what all need, and reading what it references. */
export function scopesOf(service: Service, fleet: Fleet): readonly string[] {
  return [
    ...new Set([...EVERY_SERVICE, ...references(service).map((target) => `${pathOf(target, fleet)}:read`)]),
  ].sort();
}

interface Target {
  readonly service: string;
  readonly entity: string;
}

function references(service: Service): readonly Target[] {
  if (service.kind !== 'domain') return [];
  return service.entities.flatMap(({ fields }) => fields.filter((field) => field.type === 'reference'));
}

function pathOf(target: Target, fleet: Fleet): string {
  const owner = fleet.services.find(({ name }) => name === target.service);
  if (owner?.kind !== 'domain') return FILES;
  return owner.entities.find(({ name }) => name === target.entity)?.path ?? FILES;
}
