import type { Identity } from '../context/index.ts';
import { Problem } from '../errors/index.ts';
import { allows } from './scopes.ts';

/** What a route asks of whoever calls it. */
export interface Need {
  /** Absent: none. */
  readonly scope?: string | undefined;
  /** Any of them, beside the scope. Absent: none. */
  readonly roles?: readonly string[] | undefined;
}

/** Lets an identity pass that has what is needed. @throws Problem `forbidden` that names what is missing */
export function mayPass(identity: Identity, { scope, roles }: Need): void {
  if (scope !== undefined && !allows(identity, scope)) throw forbidden(`The scope ${scope} is needed.`);
  if (roles === undefined || roles.some((role) => identity.roles?.includes(role))) return;
  if (roles.length === 0) throw forbidden('No role is let in here.');
  throw forbidden(`${roles.length > 1 ? 'One of the roles' : 'The role'} ${roles.join(', ')} is needed.`);
}

function forbidden(detail: string): Problem {
  return new Problem('forbidden', { detail });
}
