import type { Narrator } from '../narrator.ts';
import { createPlainNarrator } from './plain.ts';
import { silentNarrator } from './silent.ts';
import { createTtyNarrator } from './tty.ts';

/** A living list where a person watches, plain lines in a pipe or a CI log, nothing beside JSON. */
export function selectNarrator(options: { json: boolean }): Narrator {
  if (options.json) return silentNarrator;
  const { stderr, env } = process;
  return stderr.isTTY && env.TERM !== 'dumb' && !env.CI ? createTtyNarrator(stderr) : createPlainNarrator(stderr);
}
