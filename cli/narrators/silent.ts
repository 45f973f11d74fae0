import type { Narrator } from '../narrator.ts';

/** Beside `--json`: whoever asked for JSON reads the result, and the error if there is one. */
export const silentNarrator: Narrator = {
  step: (_title, work) => work({ note() {} }),
  info() {},
  warn() {},
};
