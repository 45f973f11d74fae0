import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageJson } from '../package.ts';
import type { Fleet } from './model.ts';

interface Memory {
  /** Which Aurora understood it. */
  readonly reader: string;
  readonly text: string;
  readonly fleet: Fleet;
}

/**
 * The fleet that this very text gave the last time, if it did: reading it again would be half of a command's start.
 * Kept in the fleet's node_modules/.cache; who may write there may change Aurora itself as well.
 */
export function recall(file: string, environment: string, text: string): Fleet | undefined {
  const place = placeFor(file, environment);
  if (!place || !existsSync(place)) return undefined;
  try {
    const memory: Memory = JSON.parse(readFileSync(place, 'utf8'));
    const isSame = memory.text === text && memory.fleet.file === file && memory.reader === reader();
    return isSame ? memory.fleet : undefined;
  } catch {
    // Not readable or not JSON: as good as not there.
    return undefined;
  }
}

export function remember(text: string, fleet: Fleet): void {
  const place = placeFor(fleet.file, fleet.environment);
  // What variables say may be another thing the next time, and a secret.
  if (!place || text.includes('${')) return;
  const memory: Memory = { reader: reader(), text, fleet };
  const unfinished = `${place}.${process.pid}`;
  try {
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(unfinished, JSON.stringify(memory), { mode: 0o600 });
    renameSync(unfinished, place);
  } catch {
    // A folder that may not be written to: the next start takes its time, too.
  }
}

/** Fleets without node_modules are not remembered, for want of a place that git ignores. */
function placeFor(file: string, environment: string): string | undefined {
  const modules = join(dirname(file), 'node_modules');
  if (!/^[a-z0-9-]+$/.test(environment) || !existsSync(modules)) return undefined;
  return join(modules, '.cache', 'aurora', `config-${environment}.json`);
}

/** The version, and in a clone the last change of this folder. */
function reader(): string {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' });
  const changes = sources.map((source) => statSync(join(import.meta.dirname, source)).mtimeMs);
  return `${packageJson().version} ${Math.max(...changes)}`;
}
