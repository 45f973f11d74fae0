import type { Entity, Fleet } from '../../config/model.ts';
import { FILE_ENTITY } from '../../config/reserved.ts';
import type { Target } from './contract.ts';

/** All that rows can go into, by what a mapping calls it. */
export function targetsOf(fleet: Fleet): ReadonlyMap<string, Target> {
  return new Map(
    fleet.services.flatMap((service): [string, Target][] => {
      const { name } = service;
      if (service.kind === 'file') return [[`${name}.${FILE_ENTITY}`, { kind: 'files', service: name }]];
      if (service.kind !== 'domain') return [];
      return service.entities.flatMap((entity) => ofEntity(name, entity));
    }),
  );
}

function ofEntity(service: string, entity: Entity): [string, Target][] {
  const name = `${service}.${entity.name}`;
  const lists = entity.fields.flatMap((field): [string, Target][] =>
    field.type === 'reference' && field.many
      ? [[`${name}.${field.name}`, { kind: 'list', service, entity, field }]]
      : [],
  );
  return [[name, { kind: 'entity', service, entity }], ...lists];
}
