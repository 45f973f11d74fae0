import { currentContext } from '../context/index.ts';

/** Who made a resource, and who last changed it: the subject of the token, or null where no caller did. */
export interface Audited {
  readonly createdBy: string | null;
  readonly updatedBy: string | null;
}

/** Of a resource that is made now. */
export function authorship(): Audited {
  const by = caller();
  return { createdBy: by, updatedBy: by };
}

/** What is new in the next version of a resource: no field of an entity that is not audited can be called so. */
export function revisionBy(current: object): Partial<Audited> {
  return 'updatedBy' in current ? { updatedBy: caller() } : {};
}

function caller(): string | null {
  return currentContext()?.identity?.subject ?? null;
}
