import { dirname } from 'node:path';
import { recallLocally, rememberLocally, stateOf } from '../local-cache.ts';
import type { Fleet } from './model.ts';

interface Memory {
  /** Which Aurora understood it. */
  readonly reader: string;
  readonly text: string;
  readonly fleet: Fleet;
}

/** The fleet that this very text gave the last time, if it did: reading it again would be half of a command's start. */
export function recall(file: string, environment: string, text: string): Fleet | undefined {
  const name = nameFor(environment);
  const memory = name === undefined ? undefined : recallLocally<Memory>(dirname(file), name);
  const isSame = memory?.text === text && memory.fleet?.file === file && memory.reader === reader();
  return isSame ? memory.fleet : undefined;
}

export function remember(text: string, fleet: Fleet): void {
  const name = nameFor(fleet.environment);
  // What variables say may be another thing the next time, and a secret.
  if (name === undefined || text.includes('${')) return;
  rememberLocally(dirname(fleet.file), name, { reader: reader(), text, fleet } satisfies Memory);
}

/** None for what no name of a file can be made of. */
function nameFor(environment: string): string | undefined {
  return /^[a-z0-9-]+$/.test(environment) ? `config-${environment}.json` : undefined;
}

function reader(): string {
  return stateOf([import.meta.dirname]);
}
