import type { Misfit } from '../fit/misfit.ts';

/** Makes of one text another; null where it stands for nothing. Compiled once for each field of a mapping. */
export type Step = (text: string) => string | null | Misfit;
