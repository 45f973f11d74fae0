import type { Scale } from './contract.ts';

/** @throws Error where a text is no JSON of counts by entity */
export function scaleIn(text: string): Scale {
  const scale: unknown = JSON.parse(text);
  const counts = Object.values(Object(scale));
  if (!counts.every((count) => Number.isSafeInteger(count) && (count as number) >= 0)) {
    throw new Error('must be whole numbers by the names of entities');
  }
  return scale as Scale;
}
