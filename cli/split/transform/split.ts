import type { FieldMapping } from '../mapping/contract.ts';
import type { Step } from './step.ts';

/** One part of a text; null where there are fewer. */
export function split({ by, part }: NonNullable<FieldMapping['split']>): Step {
  return (text) => text.split(by).at(part > 0 ? part - 1 : part) ?? null;
}
