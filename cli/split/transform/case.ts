import type { Step } from './step.ts';

export const CASES: Readonly<Record<'lower' | 'upper', Step>> = {
  lower: (text) => text.toLowerCase(),
  upper: (text) => text.toUpperCase(),
};
