import type { Fleet } from '../../config/model.ts';
import { AuroraError } from '../../errors.ts';
import type { PlannedFile } from '../contract.ts';

/**
 * Refuses entities that would share a type or schema: `OrderPage` is an entity, and the page of `Order` too. In the whole fleet,
 * for its client has them all.
 */
export function assertDistinctTypes({ name: fleet, enums, services }: Fleet): void {
  const owners = new Map(Object.keys(enums).map((name) => [name, `the shared enum ${name}`]));
  for (const { name, fields } of services.flatMap((service) => (service.kind === 'domain' ? service.entities : []))) {
    const stored = fields.some(({ readOnly }) => readOnly) ? [`Stored${name}`] : [];
    for (const type of [name, `New${name}`, `${name}Change`, `${name}Page`, `${name}Read`, ...stored]) {
      const owner = owners.get(type);
      if (owner) throw clash(`Two things in ${fleet} need the type ${type}`, `${owner} and ${name}`);
      owners.set(type, name);
    }
  }
}

/** Refuses output that would overwrite itself. */
export function assertDistinctPaths(sorted: readonly PlannedFile[]): void {
  for (const [index, { path, template }] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next?.path === path)
      throw clash(`Two things in the config need the file ${path}`, `${template}, ${next.template}`);
  }
}

function clash(message: string, who: string): AuroraError {
  return new AuroraError('name_clash', message, {
    exit: 'config',
    details: [who],
    next: 'rename one of the services or entities',
  });
}
