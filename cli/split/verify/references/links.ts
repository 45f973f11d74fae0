import type { Entity, Fleet, ReferenceField } from '../../../config/model.ts';

/** A column whose values are ids of resources. */
export interface Link {
  readonly service: string;
  readonly entity: Entity;
  readonly field: ReferenceField;
  /** `subject-service.Subject`. */
  readonly target: string;
  readonly table: string;
  /** The column of the row's own id. */
  readonly id: 'id' | '_owner';
  readonly column: string;
}

/** Every reference of every service, to others and to itself, lists of ids too. */
export function linksOf({ services }: Fleet): Link[] {
  return services.flatMap((service) => {
    if (service.kind !== 'domain') return [];
    return service.entities.flatMap((entity) =>
      entity.fields.flatMap((field): Link[] => {
        if (field.type !== 'reference') return [];
        const target = `${field.service}.${field.entity}`;
        const { column } = field;
        const place = field.many
          ? ({ table: `${entity.table}_${column}`, id: '_owner' } as const)
          : ({ table: entity.table, id: 'id' } as const);
        return [{ service: service.name, entity, field, target, column, ...place }];
      }),
    );
  });
}
