import type { Mistake as AnyMistake } from '../../config/mistake.ts';
import type { SplitCode } from './codes.ts';

/** Something wrong, by the key where it is. */
export type Mistake = AnyMistake<SplitCode>;
