import { Problem } from '../errors/index.ts';

/** @throws Problem `not_found` where there is nothing */
export function found<R>(noun: string, resource: R | undefined): R {
  if (resource !== undefined) return resource;
  throw new Problem('not_found', { detail: `There is no such ${noun}.` });
}
