import { v7 as uuidv7 } from 'uuid';
import { revisionBy } from './audit.ts';

/** What every resource carries beside its own fields. */
export interface Resource {
  /** UUIDv7: unique everywhere, in order of creation. */
  readonly id: string;
  /** 1 when created, one more with every change; the basis of its ETag and of the order of its events. */
  readonly version: number;
  /** ISO 8601, UTC, milliseconds. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** The id of a resource that is about to be. */
export function newId(): string {
  return uuidv7();
}

/** The first version of a resource. Seeds pass their own ids, so that a second run finds them. */
export function create<T extends object>(fields: T, id: string = newId(), now = new Date()): T & Resource {
  const time = now.toISOString();
  return { id, ...fields, version: 1, createdAt: time, updatedAt: time };
}

/** The next version of a resource, or the resource itself where the change changes nothing. */
export function revise<R extends Resource>(current: R, change: Partial<NoInfer<R>>, now = new Date()): R {
  const differs = Object.entries(change).some(([name, value]) => !same(current[name as keyof R], value));
  if (!differs) return current;
  return nextVersion({ ...current, ...change }, now);
}

/** For what takes a version and changes no field. */
export function nextVersion<R extends Resource>(current: R, now = new Date()): R {
  return { ...current, ...revisionBy(current), version: current.version + 1, updatedAt: now.toISOString() };
}

/** Compares JSON values; only `json` fields hold objects. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && JSON.stringify(a) === JSON.stringify(b);
}
