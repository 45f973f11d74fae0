import { HOP_BY_HOP as NAMES } from '../settings/index.ts';

/** To look a header up on the way: it ends here. */
export const HOP_BY_HOP: ReadonlySet<string> = new Set(NAMES);
