import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fleet } from '../config/model.ts';
import { printModel } from './record/model.ts';
import { MODEL } from './record/paths.ts';

/**
 * Whether the config has changed since the code was generated from it. One look at the recorded model, cheap enough for every `up`;
 * whether files were edited as well is for `generate --check` to say. A fleet without a record was not generated.
 */
export async function isStale(fleet: Fleet): Promise<boolean> {
  try {
    return (await readFile(join(fleet.root, MODEL), 'utf8')) !== printModel(fleet);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
