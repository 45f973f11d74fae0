import { Misfit } from '../fit/misfit.ts';
import type { Step } from './step.ts';

/** Other values for those of the source. */
export function values(listed: Readonly<Record<string, string>>, otherwise: string | undefined): Step {
  const known = new Map(Object.entries(listed));
  const rest = otherwise ?? new Misfit('unknown_value', `none of ${[...known.keys()].join(', ')}`);
  return (text) => known.get(text) ?? rest;
}
