import { type Fit, Misfit } from './misfit.ts';

const TRUTHS: ReadonlyMap<string, string> = new Map([
  ...['t', 'true', '1', 'y', 'yes', 'on'].map((text) => [text, 't'] as const),
  ...['f', 'false', '0', 'n', 'no', 'off'].map((text) => [text, 'f'] as const),
]);
const NEITHER = new Misfit('type', 'neither true nor false');

/** What old databases take for true and false; others by `values`. */
export const truth: Fit = (value) => TRUTHS.get(value) ?? TRUTHS.get(value.toLowerCase()) ?? NEITHER;
