import { AuroraError } from '../../errors.ts';
import type { NamedField } from '../notation.ts';

export function refuseSecond(kind: string, name: string, known: object | undefined): void {
  if (known && Object.hasOwn(known, name)) throw exists(kind, name);
}

export function refuseTwice(fields: readonly NamedField[]): void {
  const names = fields.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice !== undefined) throw exists('field', twice);
}

export function noEntities(kind: string, entity: string): AuroraError {
  return new AuroraError('no_entities', `A service of kind ${kind} has no entities, so none called ${entity}.`, {
    exit: 'usage',
    next: `aurora add service <name> ${entity}`,
  });
}

function exists(kind: string, name: string): AuroraError {
  return new AuroraError('exists', `The ${kind} ${name} is there already.`, {
    exit: 'usage',
    next: 'aurora config show',
  });
}
