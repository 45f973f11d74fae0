import { isDeepStrictEqual } from 'node:util';
import { joinContracts } from './join.ts';
import type { DataSchema } from './schema.ts';

/** Whether all that one contract allows is allowed by another, too: then nothing is to be done to get from one to the other. */
export function fits(one: DataSchema, other: DataSchema): boolean {
  const asked = Object.entries(other.properties).filter(([name]) => name in one.properties || isIn(other, name));
  const { schema, breaks } = joinContracts({ ...other, properties: Object.fromEntries(asked) }, one);
  return breaks.length === 0 && asked.every(([name, value]) => isDeepStrictEqual(schema.properties[name], value));
}

function isIn({ required }: DataSchema, name: string): boolean {
  return required.includes(name);
}
