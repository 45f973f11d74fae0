import type { Narrator } from '../narrator.ts';
import { createPlainNarrator } from './plain.ts';
import { silentNarrator } from './silent.ts';
import { createTtyNarrator } from './tty.ts';

/** A living list where a person watches, plain lines in a pipe or a CI log, nothing beside JSON. */
export function selectNarrator(options: { json: boolean }): Narrator {
  if (options.json) return silentNarrator;
  const { stderr, env } = process;
  // A terminal without a size has nobody before it: `docker run -t`, `script` under cron.
  const watched = stderr.isTTY && stderr.columns > 0 && env.TERM !== 'dumb' && !env.CI;
  return watched ? createTtyNarrator(stderr) : createPlainNarrator(stderr);
}
