import { type Check, ok } from './check.ts';

/** An old Node never gets here: bin/run.js refuses it. */
export const node: Check = {
  name: 'node',
  look: async () => ok(`${process.versions.node} (${process.execPath})`),
};
